package io.flame.load;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Durations that were measured, in the order of their end. May be added to from any thread. */
final class Samples {
    private static final double NANOS = 1_000_000;

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long measured) {
        nanos.add(measured);
    }

    int count() {
        return nanos.size();
    }

    /**
     * In milliseconds, by the nearest rank.
     *
     * @param percent 50 for the median
     */
    double percentile(double percent) {
        return percentile(List.copyOf(nanos), percent);
    }

    /** The median of a stretch of the run, in milliseconds; negative {@code from} counts from the end. */
    double medianOf(int from, int length) {
        List<Long> all = List.copyOf(nanos);
        int first = from < 0 ? Math.max(0, all.size() + from) : from;
        return percentile(all.subList(first, Math.min(all.size(), first + length)), 50);
    }

    private static double percentile(List<Long> measured, double percent) {
        if (measured.isEmpty()) {
            return Double.NaN;
        }
        long[] sorted = measured.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS;
    }
}
