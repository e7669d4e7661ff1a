package io.flame.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read and refuses to go on past the limit. */
final class LimitedStream extends FilterInputStream {

    private final int limit;
    private long count;

    LimitedStream(InputStream body, int limit) {
        super(body);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        return next < 0 ? next : counted(next, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        return got < 0 ? got : counted(got, got);
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        counted(0, skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int counted(int result, long bytes) {
        count += bytes;
        if (count > limit) {
            throw BodyLimit.tooLarge(limit);
        }
        return result;
    }
}
