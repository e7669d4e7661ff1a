package io.flame.twins;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The log of one kind of calls, bounded to the newest entries. */
final class LogShelf {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<LogChunk> full = new ArrayList<>();
    private final AtomicLong sequence;
    private final int bound;
    private List<LogEntry> open = new ArrayList<>();

    LogShelf(AtomicLong sequence, int bound) {
        this.sequence = sequence;
        this.bound = bound;
    }

    void append(String to, byte[] json) {
        lock.lock();
        try {
            open.add(new LogEntry(sequence.incrementAndGet(), to, json));
            if (open.size() == LogChunk.SIZE) {
                closeChunk();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeChunk() {
        LogChunk.Plain plain = new LogChunk.Plain(open);
        full.add(plain);
        open = new ArrayList<>(LogChunk.SIZE);
        while ((full.size() - 1) * LogChunk.SIZE >= bound) {
            full.remove(0);
        }
        Thread.ofVirtual().start(() -> replace(plain, plain.pack()));
    }

    private void replace(LogChunk.Plain plain, LogChunk packed) {
        lock.lock();
        try {
            full.replaceAll(chunk -> chunk == plain ? packed : chunk);
        } finally {
            lock.unlock();
        }
    }

    /** What is there now, oldest first; may begin with up to one chunk more than the bound. */
    List<LogChunk> chunks() {
        lock.lock();
        try {
            List<LogChunk> chunks = new ArrayList<>(full);
            chunks.add(new LogChunk.Plain(List.copyOf(open)));
            return chunks;
        } finally {
            lock.unlock();
        }
    }

    /** How many of the oldest entries of these chunks are over the bound. */
    long surplus(List<LogChunk> chunks) {
        return Math.max(0, chunks.stream().mapToInt(LogChunk::count).sum() - bound);
    }

    void clear() {
        lock.lock();
        try {
            full.clear();
            open = new ArrayList<>();
        } finally {
            lock.unlock();
        }
    }
}
