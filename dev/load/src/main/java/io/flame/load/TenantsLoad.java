package io.flame.load;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One tenant after the other through the operator's API, and what they cost the node afterwards. */
@Command(
        name = "tenants",
        description = "Makes tenants in a row; how long each takes, and what idle ones cost.",
        mixinStandardHelpOptions = true)
final class TenantsLoad implements Callable<Integer> {
    private static final int FEW = 10;
    private static final double KIBI = 1_024;

    /** Pools of the server breathe. */
    private static final int MORE_THREADS = 5;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "tenants (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "how long the idle node is watched (default: ${DEFAULT-VALUE})")
    private int idleSeconds;

    @Override
    public Integer call() throws InterruptedException {
        try (Installation flame = Installation.start(data.folder(), Map.of())) {
            for (int i = 0; i < FEW; i++) {
                flame.create("warm" + i).expect(201);
            }
            Idle few = Idle.watch(flame, idleSeconds);
            Samples samples = new Samples();
            for (int i = 0; i < count; i++) {
                samples.add(flame.create("load" + i).expect(201).nanos());
            }
            return report(samples, few, Idle.watch(flame, idleSeconds));
        }
    }

    private int report(Samples samples, Idle few, Idle many) {
        int stretch = Math.min(100, count / 2);
        double first = samples.medianOf(0, stretch);
        double last = samples.medianOf(-stretch, stretch);
        Bars bars = new Bars();
        bars.note("a new tenant, p50", Bars.number(samples.percentile(50), "ms"));
        bars.atMost("a new tenant, p95", samples.percentile(95), 1_000, "ms");
        bars.note("a new tenant, p99", Bars.number(samples.percentile(99), "ms"));
        bars.note("p50 of the first and last " + stretch, Bars.number(first, "ms") + ", " + Bars.number(last, "ms"));
        bars.atMost("slow-down from the first to the last", 100 * (last / first - 1), 20, "%");
        bars.atMost("live heap for each tenant", (many.heap() - few.heap()) / KIBI / count, 20, "KiB");
        bars.note("live heap, before and after", few.heapText() + ", " + many.heapText());
        bars.note("resident memory, before and after", few.residentText() + ", " + many.residentText());
        bars.atMost("threads, more than before", many.threads() - few.threads(), MORE_THREADS, "");
        bars.atMost("transactions/s when idle, more than before", many.commits() - few.commits(), 0.2, "/s");
        bars.note("transactions/s, before and after", "%.2f, %.2f".formatted(few.commits(), many.commits()));
        return bars.print("tenants: " + count + " in a row");
    }
}
