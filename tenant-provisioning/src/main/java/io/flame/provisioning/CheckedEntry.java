package io.flame.provisioning;

import io.flame.provisioning.CapsuleManifest.Entry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Lets through as much as the manifest has promised, and at the end compares what it was. */
final class CheckedEntry extends FilterInputStream {
    private final MessageDigest digest = CapsuleWriter.sha256();
    private final Entry entry;
    private long bytes;
    private boolean ended;

    CheckedEntry(InputStream in, Entry entry) {
        super(in);
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0) {
            end();
            return count;
        }
        bytes += count;
        if (bytes > entry.bytes()) {
            throw CapsuleFile.damaged(entry.name() + " is longer than its manifest says");
        }
        digest.update(buffer, offset, count);
        return count;
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (bytes < entry.bytes()) {
            throw CapsuleFile.damaged(entry.name() + " is shorter than its manifest says");
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw CapsuleFile.damaged(entry.name() + " is not what its manifest says");
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
