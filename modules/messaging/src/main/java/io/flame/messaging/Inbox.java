package io.flame.messaging;

import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Where everything that providers tell us comes in. */
@ApplicationScoped
public class Inbox {

    private final GroupCommit<InboundEvent> commits;

    @Inject
    public Inbox(Receiver receiver) {
        this.commits = new GroupCommit<>(receiver::store);
    }

    /**
     * Stores the events in the tenant's schema. When this returns they are committed and durable; what was known before
     * is dropped silently. When it throws, none of them is stored.
     */
    public void receive(TenantId tenant, List<? extends InboundEvent> events) {
        if (!events.isEmpty()) {
            commits.store(tenant, events);
        }
    }
}
