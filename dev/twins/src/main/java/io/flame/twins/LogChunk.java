package io.flame.twins;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A run of log entries; a full one is compressed, because a load test logs hundreds of megabytes of like lines. */
sealed interface LogChunk {
    int SIZE = 1000;

    int count();

    /** The entries whose recipient the filter takes, oldest first. */
    Stream<LogEntry> entries(Predicate<String> recipient);

    /** Entries as they came. */
    record Plain(List<LogEntry> list) implements LogChunk {
        @Override
        public int count() {
            return list.size();
        }

        @Override
        public Stream<LogEntry> entries(Predicate<String> recipient) {
            return list.stream().filter(entry -> recipient.test(entry.to()));
        }

        Packed pack() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            list.forEach(entry -> all.writeBytes(entry.json()));
            return new Packed(
                    list.stream().mapToLong(LogEntry::sequence).toArray(),
                    list.stream().map(LogEntry::to).toArray(String[]::new),
                    list.stream().mapToInt(entry -> entry.json().length).toArray(),
                    deflate(all.toByteArray()));
        }

        private static byte[] deflate(byte[] bytes) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            try {
                deflater.setInput(bytes);
                deflater.finish();
                return drain(deflater);
            } finally {
                deflater.end();
            }
        }

        private static byte[] drain(Deflater deflater) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        }
    }

    /** Entries whose texts, one after the other, are compressed. */
    final class Packed implements LogChunk {
        private final long[] sequences;
        private final String[] recipients;
        private final int[] offsets;
        private final byte[] deflated;

        Packed(long[] sequences, String[] recipients, int[] lengths, byte[] deflated) {
            this.sequences = sequences;
            this.recipients = recipients;
            this.offsets = new int[lengths.length + 1];
            for (int i = 0; i < lengths.length; i++) {
                offsets[i + 1] = offsets[i] + lengths[i];
            }
            this.deflated = deflated;
        }

        @Override
        public int count() {
            return recipients.length;
        }

        @Override
        public Stream<LogEntry> entries(Predicate<String> recipient) {
            int[] wanted = IntStream.range(0, recipients.length)
                    .filter(i -> recipient.test(recipients[i]))
                    .toArray();
            if (wanted.length == 0) {
                return Stream.empty();
            }
            byte[] texts = inflate();
            return IntStream.of(wanted).mapToObj(i -> entry(i, texts));
        }

        private LogEntry entry(int i, byte[] texts) {
            byte[] json = new byte[offsets[i + 1] - offsets[i]];
            System.arraycopy(texts, offsets[i], json, 0, json.length);
            return new LogEntry(sequences[i], recipients[i], json);
        }

        private byte[] inflate() {
            byte[] texts = new byte[offsets[offsets.length - 1]];
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(deflated);
                inflater.inflate(texts);
                return texts;
            } catch (DataFormatException e) {
                throw new IllegalStateException("we compressed it ourselves", e);
            } finally {
                inflater.end();
            }
        }
    }
}
