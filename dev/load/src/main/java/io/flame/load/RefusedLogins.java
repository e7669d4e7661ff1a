package io.flame.load;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Log-ins that cannot succeed: each must be told so by a problem, and soon. */
final class RefusedLogins {
    private static final int UNAVAILABLE = 503;

    private final List<Reply> replies = new CopyOnWriteArrayList<>();

    Reply heard(Reply reply) {
        replies.add(reply);
        return reply;
    }

    int count() {
        return replies.size();
    }

    /** Answers that are no 503 in the form of a problem. */
    long wrong() {
        return replies.stream()
                .filter(reply -> reply.status() != UNAVAILABLE
                        || !reply.contentType().startsWith("application/problem+json"))
                .count();
    }

    /** In milliseconds. */
    double slowest() {
        return replies.stream().mapToDouble(Reply::millis).max().orElse(Double.NaN);
    }
}
