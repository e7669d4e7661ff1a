package io.flame.acceptance;

import java.util.List;
import java.util.function.Supplier;

/** How long calls take, in milliseconds, where it must not tell two kinds of them apart. */
final class Stopwatch {

    private Stopwatch() {}

    static Answer timed(List<Long> times, Supplier<Answer> call) {
        long start = System.nanoTime();
        Answer answer = call.get();
        times.add((System.nanoTime() - start) / 1_000_000);
        return answer;
    }

    static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
