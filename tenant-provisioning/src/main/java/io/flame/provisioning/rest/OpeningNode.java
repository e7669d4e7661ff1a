package io.flame.provisioning.rest;

import io.flame.kernel.Problem;
import io.flame.provisioning.ProvisioningWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;

/** Whether businesses can be opened here, and what is said when one will be. */
@ApplicationScoped
class OpeningNode {

    private static final Map<String, String> ACCEPTED = Map.of("status", "accepted");

    private final ProvisioningWork work;

    @Inject
    OpeningNode(ProvisioningWork work) {
        this.work = work;
    }

    /** @throws Problem 503 on a node that makes no tenants */
    void require() {
        if (!work.isAble()) {
            throw Problem.unavailable("This node opens no businesses", Duration.ofMinutes(1), null);
        }
    }

    static Response accepted() {
        return Response.accepted(ACCEPTED).build();
    }
}
