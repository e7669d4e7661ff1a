package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Secrets;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.messaging.Inbox;
import io.flame.messaging.Platform;
import io.flame.messaging.Receiver;
import io.flame.testing.Fixtures;
import io.flame.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The channels put together by hand over a real PostgreSQL, with tenants of their own for each test. */
final class Rig {

    static final String ALPHA_NUMBER = "300200100900801";
    static final String BETA_NUMBER = "300200100900802";

    private static final byte[] MASTER_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Database DATABASE = database();

    final Database database = DATABASE;
    final TenantId alpha;
    final EventLog log = new EventLog(new Doorbell());
    final Settings settings;
    final Secrets secrets = new Secrets(database, MASTER_KEY);
    final RouteStore routeStore = new RouteStore(database);
    final Routes routes = new Routes(routeStore);
    final Accounts accounts = new Accounts(database, secrets);
    final Quarantine quarantine = new Quarantine(database);
    final VerifyTokens verifyTokens;
    final WhatsAppAdapter adapter;
    final Adapters adapters;
    final IntegrationStore store = new IntegrationStore();
    final IntegrationHealth health = new IntegrationHealth(database, log, accounts, Clock.systemUTC());
    final Inbox inbox = new Inbox(new Receiver(database, log, new Jobs(Clock.systemUTC())));
    final Integrations integrations;
    final WhatsAppGateway gateway;
    private Optional<TenantId> beta = Optional.empty();

    Rig(Map<String, String> values) {
        this(values, newTenant());
    }

    Rig(Map<String, String> values, TenantId alpha) {
        this.alpha = alpha;
        Map<String, String> all = new HashMap<>(values);
        all.put("FLAME_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
        settings = Settings.of(all);
        verifyTokens = new VerifyTokens(routeStore, new PlatformSecrets(database, settings), settings);
        adapter = new WhatsAppAdapter(settings, new WhatsAppClient(new GraphApi(settings), new Egress(), settings));
        adapters = new Adapters(List.of(adapter));
        integrations = new Integrations(
                database,
                store,
                routeStore,
                new Credentials(secrets, verifyTokens),
                new ChannelMemory(accounts, routes),
                accounts,
                adapters,
                log,
                Clock.systemUTC());
        gateway = new WhatsAppGateway(adapter, new OutboundGate(accounts, health, Clock.systemUTC()));
        forgetFixtureNumbers();
    }

    /** With the fixtures' app secret and verify token as the process's. */
    static Rig ofProcessSecrets() {
        return new Rig(Map.of(
                "WHATSAPP_APP_SECRET", Fixtures.APP_SECRET, "WHATSAPP_WEBHOOK_VERIFY_TOKEN", Fixtures.VERIFY_TOKEN));
    }

    static TenantId newTenant() {
        return TenantId.of(TestDatabase.shared().newTenant());
    }

    /** A second tenant, made for those who need one. */
    TenantId beta() {
        if (beta.isEmpty()) {
            beta = Optional.of(newTenant());
        }
        return beta.get();
    }

    Webhooks webhooks() {
        return webhooks(new InboundDelivery(inbox, quarantine));
    }

    Webhooks webhooks(InboundDelivery delivery) {
        return new Webhooks(adapters, routes, accounts, verifyTokens, delivery, quarantine, Clock.systemUTC());
    }

    static WebhookRequest request(byte[] body, String signature) {
        return new WebhookRequest(Platform.WHATSAPP, Optional.empty(), Optional.of(signature), body);
    }

    static WebhookRequest fixture(String name) {
        return request(Fixtures.bytes("whatsapp/" + name), Fixtures.signature("whatsapp/" + name));
    }

    static String sign(byte[] body, String secret) {
        return "sha256=" + HexFormat.of().formatHex(MetaSignature.hmac(body, secret));
    }

    static String newNumber() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1_000_000_000_000L, 9_000_000_000_000L));
    }

    /** An active WhatsApp integration of the number. */
    UUID connect(TenantId tenant, String number, Map<String, String> credentials) {
        UUID id = integrations
                .create(tenant, UUID.randomUUID(), body(number, credentials))
                .id();
        setStatus(tenant, id, "active");
        return id;
    }

    static JsonNode body(String number, Map<String, String> credentials) {
        return Json.mapper()
                .valueToTree(Map.of("platform", "whatsapp", "externalId", number, "credentials", credentials));
    }

    void setStatus(TenantId tenant, UUID id, String status) {
        database.runInTenant(tenant, tx -> tx.update("UPDATE integrations SET status = ? WHERE id = ?", status, id));
        accounts.forget(tenant, id);
    }

    long count(TenantId tenant, String sql, Object... values) {
        return database.inTenant(
                tenant, tx -> tx.queryOne(sql, row -> row.getLong(1), values).orElseThrow());
    }

    Optional<String> text(TenantId tenant, String sql, Object... values) {
        return database.inTenant(tenant, tx -> tx.queryOne(sql, row -> row.getString(1), values));
    }

    long quarantined(String reason, String part) {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT count(*) FROM flame.quarantine WHERE reason = ? AND position(convert_to(?, 'UTF8') IN body) > 0",
                        row -> row.getLong(1),
                        reason,
                        part))
                .orElseThrow();
    }

    List<LoggedEvent> events(TenantId tenant) {
        return database.inTenant(tenant, tx -> log.read(tx, EventPosition.START, 10_000));
    }

    private void forgetFixtureNumbers() {
        database.runInPlatform(tx ->
                tx.update("DELETE FROM flame.channel_routes WHERE external_id IN (?, ?)", ALPHA_NUMBER, BETA_NUMBER));
    }

    private static Database database() {
        ConnectionPool pool = new ConnectionPool(
                DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 20);
        return new Database(pool.dataSource(), new EntitySessions(List.of(Integration.class)).factory());
    }
}
