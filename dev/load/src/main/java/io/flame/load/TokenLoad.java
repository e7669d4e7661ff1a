package io.flame.load;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the check of a token adds: a small operation with one beside a small operation that asks for none. */
@Command(
        name = "token",
        description = "What the check of a token adds to a call.",
        mixinStandardHelpOptions = true)
final class TokenLoad implements Callable<Integer> {
    private static final String OPEN =
            "/api/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=";
    private static final int ROUND = 100;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "15000",
            description = "calls of each kind before it counts (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "10000",
            description = "calls of each kind (default: ${DEFAULT-VALUE})")
    private int calls;

    @Override
    public Integer call() {
        try (Installation flame = Installation.start(data.folder(), Map.of())) {
            flame.create("shop").expect(201);
            Caller admin = flame.admin("shop");
            Caller anonymous = flame.anonymous();
            String open = OPEN + flame.stack().environment().get("WHATSAPP_WEBHOOK_VERIFY_TOKEN");
            return measure(() -> admin.get("/api/auth/me"), () -> anonymous.get(open));
        }
    }

    private int measure(Supplier<Reply> checked, Supplier<Reply> open) {
        alternate(checked, new Samples(), open, new Samples(), warmUp);
        Samples with = new Samples();
        Samples without = new Samples();
        alternate(checked, with, open, without, calls);
        Bars bars = new Bars();
        bars.note("with a token, p50 and p99", text(with));
        bars.note("without, p50 and p99", text(without));
        bars.atMost("the check of a token adds, p50", with.percentile(50) - without.percentile(50), 1, "ms");
        return bars.print("token: " + calls + " calls of each kind, one at a time");
    }

    /** In turns, so that whatever else happens on the machine meets both. */
    private static void alternate(
            Supplier<Reply> one, Samples ofOne, Supplier<Reply> other, Samples ofOther, int calls) {
        for (int done = 0; done < calls; done += ROUND) {
            repeat(one, ofOne);
            repeat(other, ofOther);
        }
    }

    private static void repeat(Supplier<Reply> call, Samples samples) {
        for (int i = 0; i < ROUND; i++) {
            samples.add(call.get().expect(200).nanos());
        }
    }

    private static String text(Samples samples) {
        return Bars.number(samples.percentile(50), "ms") + ", " + Bars.number(samples.percentile(99), "ms");
    }
}
