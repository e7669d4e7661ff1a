package io.flame.messaging;

import io.flame.kernel.EventLog;
import io.flame.kernel.Fact;
import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sends a conversation's queued messages, one after the other. Before each call the message is marked as begun: one that
 * is found begun was cut off by a crash, nobody knows whether the provider has it, and it is never sent again.
 */
@ApplicationScoped
public class DeliverJob implements JobHandler {

    static final String KIND = "deliver";

    private static final DeliveryError NO_CHANNEL =
            new DeliveryError("no_channel", "The channel of this conversation is not connected any more");

    private final Database database;
    private final EventLog log;
    private final Map<Platform, ChannelGateway> gateways;

    @Inject
    public DeliverJob(Database database, EventLog log, @Any Instance<ChannelGateway> gateways) {
        this(database, log, gateways.stream().toList());
    }

    DeliverJob(Database database, EventLog log, Collection<? extends ChannelGateway> gateways) {
        this.database = database;
        this.log = log;
        this.gateways = gateways.stream().collect(Collectors.toMap(ChannelGateway::platform, Function.identity()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun job) {
        UUID conversation = Ids.parse(job.key()).orElseThrow();
        Optional<Outbox.Item> next = database.inTenant(job.tenant(), tx -> begin(tx, conversation));
        while (next.isPresent()) {
            Outbox.Item item = next.get();
            if (!item.pause().isZero()) {
                return JobOutcome.later(item.pause());
            }
            SendOutcome outcome = send(job, item);
            if (outcome instanceof SendOutcome.Deferred deferred) {
                return postpone(job, item, deferred);
            }
            next = database.inTenant(job.tenant(), tx -> {
                log.publish(tx, settle(tx, item, outcome));
                return begin(tx, conversation);
            });
        }
        return JobOutcome.done();
    }

    /** The next message to send, marked as begun; what a crash has left behind is put in doubt on the way. */
    private Optional<Outbox.Item> begin(Transaction tx, UUID conversation) throws SQLException {
        Optional<Outbox.Item> next = Outbox.next(tx, conversation);
        while (next.isPresent() && next.get().begun()) {
            log.publish(tx, Outbox.putInDoubt(tx, next.get().message().id()));
            next = Outbox.next(tx, conversation);
        }
        if (next.isPresent() && next.get().pause().isZero()) {
            Outbox.markBegun(tx, next.get().message().id());
        }
        return next;
    }

    private SendOutcome send(JobRun job, Outbox.Item item) {
        ChannelGateway gateway = gateways.get(item.platform());
        if (gateway == null || item.integrationId().isEmpty()) {
            return new SendOutcome.Rejected(NO_CHANNEL);
        }
        return gateway.send(job.tenant(), item.message());
    }

    private static List<Fact> settle(Transaction tx, Outbox.Item item, SendOutcome outcome) throws SQLException {
        UUID id = item.message().id();
        return switch (outcome) {
            case SendOutcome.Accepted(String providerMessageId) -> {
                List<Fact> facts = new ArrayList<>(Outbox.accept(tx, id, providerMessageId));
                facts.addAll(StatusUpdates.applyEarly(tx, item.integrationId().orElseThrow(), providerMessageId));
                yield facts;
            }
            case SendOutcome.Rejected(DeliveryError error) -> Outbox.reject(tx, id, error);
            case SendOutcome.InDoubt(String reason) -> Outbox.putInDoubt(tx, id);
            case SendOutcome.Deferred deferred -> List.of();
        };
    }

    private JobOutcome postpone(JobRun job, Outbox.Item item, SendOutcome.Deferred deferred) {
        UUID id = item.message().id();
        if (RetryPolicy.givesUp(item.queuedFor())) {
            database.runInTenant(job.tenant(), tx -> log.publish(tx, Outbox.reject(tx, id, deferred.error())));
            return JobOutcome.later(Duration.ZERO);
        }
        Duration delay = RetryPolicy.delay(item.attempts(), deferred.retryAfter());
        database.runInTenant(job.tenant(), tx -> Outbox.postpone(tx, id, deferred.error(), delay));
        return JobOutcome.later(delay);
    }
}
