package io.flame.kernel.audit;

import org.jspecify.annotations.Nullable;

/** From where: the client's address, what it calls itself, and the id of its request. */
public record AuditOrigin(String address, @Nullable String userAgent, String requestId) {

    private static final int MOST_AGENT = 300;

    public AuditOrigin {
        userAgent = AuditText.cut(userAgent, MOST_AGENT);
    }
}
