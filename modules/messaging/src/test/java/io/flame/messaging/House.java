package io.flame.messaging;

import io.flame.identity.Visibility;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.EventPosition;
import io.flame.kernel.JobRunner;
import io.flame.kernel.Jobs;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.SentMessages;
import io.flame.kernel.usage.Usage;
import io.flame.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The messaging module put together by hand over a real PostgreSQL, with a tenant of its own for each test. */
final class House {

    static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");

    private static final Database DATABASE = database();

    final Database database = DATABASE;
    final TenantId tenant = TenantId.of(TestDatabase.shared().newTenant());
    final UUID integration = UUID.randomUUID();
    final EventLog log = new EventLog(new Doorbell());
    final Jobs jobs = new Jobs(Clock.systemUTC());
    final Inbox inbox = new Inbox(new Receiver(database, log, jobs));
    final Conversations conversations = new Conversations(database);
    final Usage usage = new Usage(database, new Quotas(database), log, Clock.systemUTC(), List.of(new SentMessages()));
    final Messages messages = new Messages(database, log, jobs, usage, Clock.systemUTC());
    final ConversationDesk desk = new ConversationDesk(database, log);
    final Contacts contacts = new Contacts(database);
    final ContactExport export = new ContactExport(database, contacts);
    final Erasures erasures =
            new Erasures(database, log, new ReceiptKey(new Secrets(database, new byte[32])), Clock.systemUTC());
    final Mailbox mailbox = new Mailbox(log, jobs, Clock.systemUTC());
    final UUID agent = UUID.randomUUID();

    House() {
        database.runInTenant(tenant, tx -> {
            tx.update(
                    "INSERT INTO integrations (id, platform, name, status, external_id, credentials) "
                            + "VALUES (?, 'whatsapp', 'Main number', 'active', '300200100900801', '{}')",
                    integration);
            tx.update("INSERT INTO users (id, email, name, role) VALUES (?, 'ana@example.com', 'Ana', 'agent')", agent);
        });
    }

    private static Database database() {
        TestDatabase shared = TestDatabase.shared();
        ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", shared.url()), 20);
        return new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    }

    JobRunner runner(int workers, io.flame.kernel.JobHandler... handlers) {
        return new JobRunner(database, jobs, workers, List.of(handlers));
    }

    InboundEvent.Sender mara() {
        return new InboundEvent.Sender(
                List.of("US.70010020030040050061", "12025550143"),
                Optional.of("Mara Lindqvist"),
                Optional.of("12025550143"));
    }

    InboundEvent.Sender customer(String phone) {
        return new InboundEvent.Sender(List.of(phone), Optional.empty(), Optional.of(phone));
    }

    InboundEvent.Message text(InboundEvent.Sender sender, String providerId, String text, Instant at) {
        return new InboundEvent.Message(
                integration, sender, providerId, MessageType.TEXT, text, null, null, List.of(), at);
    }

    InboundEvent.Status status(String providerId, MessageStatus status, Instant at) {
        return new InboundEvent.Status(integration, providerId, Optional.empty(), status, Optional.empty(), at);
    }

    void receive(InboundEvent... events) {
        inbox.receive(tenant, List.of(events));
    }

    Sight everything() {
        return new Sight(Visibility.ALL, agent);
    }

    List<ConversationView> inbox() {
        return conversations
                .list(
                        tenant,
                        everything(),
                        ConversationFilter.of(null, null, null, null, null, null, null, agent),
                        PageRequest.of("200", null, null, 50))
                .data();
    }

    ConversationView onlyConversation() {
        List<ConversationView> all = inbox();
        if (all.size() != 1) {
            throw new AssertionError("expected one conversation but found " + all);
        }
        return all.getFirst();
    }

    /** A conversation's messages, oldest first. */
    List<MessageView> thread(UUID conversation) {
        return messages.list(tenant, conversation, PageRequest.of("200", null, null, 50))
                .data()
                .reversed();
    }

    List<LoggedEvent> events() {
        return database.inTenant(tenant, tx -> log.read(tx, EventPosition.START, 10_000));
    }

    /** Stores a message of ours as if the provider had accepted it under this id. */
    UUID sent(UUID conversation, String providerId) {
        UUID id = messages.post(tenant, conversation, new NewMessage(agent, "Our answer", "{}", Optional.empty()))
                .id();
        database.runInTenant(tenant, tx -> Outbox.accept(tx, id, providerId));
        return id;
    }

    MessageView message(UUID id) {
        return database.inTenant(
                tenant, tx -> OutgoingMessage.lock(tx, id).orElseThrow().view());
    }

    long count(String sql) {
        return database.inTenant(
                tenant, tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }

    /** Limits the messages of a month; to be called before anything has asked for the tenant's limits. */
    void limitMessages(int messages) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET quotas = jsonb_build_object('messages', ?) WHERE slug = ?",
                messages,
                tenant.slug()));
    }

    void setting(String name, String json) {
        database.runInTenant(
                tenant, tx -> tx.update("INSERT INTO settings (name, value) VALUES (?, ?::jsonb)", name, json));
    }
}
