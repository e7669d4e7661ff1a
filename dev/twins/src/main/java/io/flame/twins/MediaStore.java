package io.flame.twins;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The files of the messages; the oldest are forgotten. */
final class MediaStore {
    private static final int BOUND_BYTES = 64 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, MediaFile> files = new LinkedHashMap<>();
    private long bytes;

    /** Keeps a file and says under which id. */
    String keep(MediaFile file) {
        String id = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000_000_000L, 9_999_999_999_999_999L));
        lock.lock();
        try {
            files.put(id, file);
            bytes += file.bytes().length;
            while (bytes > BOUND_BYTES && files.size() > 1) {
                dropOldest();
            }
        } finally {
            lock.unlock();
        }
        return id;
    }

    private void dropOldest() {
        Map.Entry<String, MediaFile> oldest = files.entrySet().iterator().next();
        files.remove(oldest.getKey());
        bytes -= oldest.getValue().bytes().length;
    }

    /** The file, or for an id that was never kept here a picture that is always the same for that id. */
    MediaFile get(String id) {
        return find(id).orElseGet(() -> MediaFile.sample("image", id));
    }

    private Optional<MediaFile> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(files.get(id));
        } finally {
            lock.unlock();
        }
    }
}
