package io.flame.twins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What FLAME asked of the outside parties and what they posted to it; the newest entries of each kind. */
final class RequestLog {
    static final int BOUND = 200_000;

    private final AtomicLong sequence = new AtomicLong();
    private final Map<String, LogShelf> shelves = new ConcurrentHashMap<>();
    private final int bound;

    RequestLog(int bound) {
        this.bound = bound;
    }

    void append(LogLine line) {
        shelf(line.kind()).append(line.to(), line.json());
    }

    private LogShelf shelf(String kind) {
        return shelves.computeIfAbsent(kind, any -> new LogShelf(sequence, bound));
    }

    void clear() {
        shelves.values().forEach(LogShelf::clear);
    }

    /**
     * Writes the entries as a JSON array, oldest first.
     *
     * @param after leaves out what is not newer than this {@code seq}
     */
    void write(OutputStream out, Optional<String> kind, Optional<String> to, long after) throws IOException {
        out.write('[');
        String separator = "\n";
        for (Iterator<LogEntry> entries = find(kind, to, after).iterator(); entries.hasNext(); separator = ",\n") {
            writeEntry(out, separator, entries.next());
        }
        out.write("\n]\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void writeEntry(OutputStream out, String separator, LogEntry entry) throws IOException {
        out.write((separator + "{\"seq\":" + entry.sequence() + ",").getBytes(StandardCharsets.UTF_8));
        out.write(entry.json(), 1, entry.json().length - 1);
    }

    private Stream<LogEntry> find(Optional<String> kind, Optional<String> to, long after) {
        Stream<LogEntry> found = kind.isPresent() ? findKind(shelf(kind.get()), to) : findAll(to);
        return found.filter(entry -> entry.sequence() > after);
    }

    private Stream<LogEntry> findAll(Optional<String> to) {
        return shelves.values().stream()
                .flatMap(shelf -> findKind(shelf, to))
                .sorted(Comparator.comparingLong(LogEntry::sequence));
    }

    private static Stream<LogEntry> findKind(LogShelf shelf, Optional<String> to) {
        List<LogChunk> chunks = shelf.chunks();
        String wanted = to.map(Phone::bare).orElse("");
        if (to.isPresent()) {
            return chunks.stream().flatMap(chunk -> chunk.entries(wanted::equals));
        }
        return chunks.stream().flatMap(chunk -> chunk.entries(any -> true)).skip(shelf.surplus(chunks));
    }
}
