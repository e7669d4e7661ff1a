package io.flame.messaging;

import io.flame.kernel.EventLog;
import io.flame.kernel.Fact;
import io.flame.kernel.Jobs;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Stores one batch of what providers told us about one tenant, in one transaction. */
@ApplicationScoped
public class Receiver {

    /** The kind of the job that fetches an attachment's bytes; its key is the attachment's id. */
    static final String MEDIA_JOB = "media";

    private final Database database;
    private final EventLog log;
    private final Jobs jobs;

    @Inject
    public Receiver(Database database, EventLog log, Jobs jobs) {
        this.database = database;
        this.log = log;
        this.jobs = jobs;
    }

    void store(TenantId tenant, List<InboundEvent> events) {
        List<InboundEvent.Message> messages = select(events, InboundEvent.Message.class);
        List<InboundEvent.Status> statuses = select(events, InboundEvent.Status.class);
        List<InboundEvent.Reaction> reactions = select(events, InboundEvent.Reaction.class);
        database.runInTenant(tenant, tx -> {
            List<Fact> facts = new ArrayList<>();
            storeMessages(tx, messages, facts);
            facts.addAll(StatusUpdates.apply(tx, statuses));
            facts.addAll(Reactions.apply(tx, reactions));
            log.publish(tx, facts);
        });
    }

    private void storeMessages(Transaction tx, List<InboundEvent.Message> messages, List<Fact> facts)
            throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        SenderLocks.take(tx, messages);
        Arrivals arrivals = Arrivals.sort(messages, ReceiveState.load(tx, messages));
        ArrivalWriter.write(tx, arrivals);
        facts.addAll(arrivals.facts());
        jobs.enqueueAll(tx, Mailbox.JOB, arrivals.mailboxes());
        jobs.enqueueAll(tx, MEDIA_JOB, arrivals.attachmentIds());
    }

    private static <T extends InboundEvent> List<T> select(List<InboundEvent> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
