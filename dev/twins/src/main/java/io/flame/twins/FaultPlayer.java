package io.flame.twins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Acts out, on the wire, the faults that every HTTP provider has in common. */
final class FaultPlayer {
    /** Longer than any client waits, short enough not to pile up sockets in a long test. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private FaultPlayer() {}

    static void play(Call call, Fault.Kind kind) throws IOException {
        switch (kind) {
            case RST -> call.reset();
            case EMPTY -> call.hangUp();
            case GARBAGE -> call.reply(200, "application/json", garbage());
            case HANG -> hang(call);
            case DRIP -> drip(call);
            case ANSWER -> throw new IllegalArgumentException("an error answer has the provider's own shape");
        }
    }

    private static byte[] garbage() {
        return "\u0000\u0001<html>{\"messages\":[{\"id\":".getBytes(StandardCharsets.UTF_8);
    }

    private static void hang(Call call) {
        Pause.of(PATIENCE);
        call.hangUp();
    }

    /** White space is valid before any JSON value, so the reader cannot know that nothing will come. */
    private static void drip(Call call) throws IOException {
        try (OutputStream out = call.stream("application/json")) {
            for (int second = 0; second < PATIENCE.toSeconds(); second++) {
                out.write(' ');
                out.flush();
                Pause.of(Duration.ofSeconds(1));
            }
        }
    }
}
