package io.flame.channels;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.persistence.DatabaseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Who vouches for a webhook: the process's secret for all of it, an integration's own secret for that integration's part
 * alone. Each secret is tried once per webhook.
 */
final class SignatureCheck {

    private static final String APP_SECRET = "appSecret";

    private final ChannelAdapter adapter;
    private final WebhookRequest request;
    private final Map<String, Boolean> tried = new HashMap<>();
    private final boolean byProcess;

    SignatureCheck(ChannelAdapter adapter, WebhookRequest request) {
        this.adapter = adapter;
        this.request = request;
        if (request.signature().isEmpty()) {
            throw invalid();
        }
        this.byProcess = adapter.processSecrets().stream().anyMatch(this::verifies);
    }

    /** Refuses the webhook unless the process's secret verifies it. */
    void requireProcess() {
        if (!byProcess) {
            throw invalid();
        }
    }

    /** Refuses the webhook unless some secret verifies it. */
    void requireAny(Collection<RouteRow> routes, Accounts accounts) {
        if (!byProcess && routes.stream().noneMatch(route -> covers(route, accounts))) {
            throw invalid();
        }
    }

    /** Whether what is meant for this integration can be believed. */
    boolean covers(RouteRow route, Accounts accounts) {
        return byProcess || coversByOwnSecret(route, accounts);
    }

    private boolean coversByOwnSecret(RouteRow route, Accounts accounts) {
        try {
            return accounts.find(route.tenant(), route.integrationId())
                    .flatMap(account -> account.credential(APP_SECRET))
                    .map(this::verifies)
                    .orElse(false);
        } catch (DatabaseException e) {
            return false;
        }
    }

    private boolean verifies(String secret) {
        return tried.computeIfAbsent(secret, each -> adapter.isSigned(request, each));
    }

    private static Problem invalid() {
        return Problem.of(ProblemCode.SIGNATURE_INVALID, "The signature is missing or wrong");
    }
}
