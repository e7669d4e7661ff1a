package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.KeyedHash;
import io.flame.kernel.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Two installations that know nothing of each other, and a tenant that has been in use on the first. */
final class CapsuleGround implements AutoCloseable {
    static final String ACCESS_TOKEN = "invented-access-token-canary-77";
    static final String VERIFY_TOKEN = "invented-verify-token-canary-77";
    static final String RECEIPT_KEY = "invented-receipt-key-canary-77";

    final Installation here = Installation.apart();
    final Installation there = Installation.elsewhere();
    final String slug = Installation.freshSlug();
    final String number = "9" + System.nanoTime();
    final TenantId tenant = TenantId.of(slug);
    final UUID integration = Ids.next();
    final UUID conversation = Ids.next();
    private UUID admin = Ids.next();

    CapsuleGround() {
        here.provisioning.migratePlatform();
        there.provisioning.migratePlatform();
        admin = here.provisioning
                .create(Installation.tenant(slug), "business")
                .admin()
                .id();
        here.provisioning.addUser(slug, "luis@" + slug + ".test", "Luis Ortega", "agent", null);
        use();
    }

    private void use() {
        String place = "integration/" + integration + "/";
        String credentials = """
                {"accessToken": {"sealed": "%s", "last4": "y-77"}, "verifyToken": {"sealed": "%s", "last4": "y-77"},
                 "note": "plain"}""".formatted(
                        here.secrets().seal(tenant, place + "accessToken", ACCESS_TOKEN),
                        here.secrets().seal(tenant, place + "verifyToken", VERIFY_TOKEN));
        String receiptKey = here.secrets().seal(tenant, "settings/privacy.receipt_key", RECEIPT_KEY);
        UUID contact = Ids.next();
        here.database().runInTenant(tenant, tx -> {
            tx.update(
                    "INSERT INTO integrations (id, user_id, platform, name, status, external_id, credentials)"
                            + " VALUES (?, ?, 'whatsapp', 'Main', 'active', ?, ?::jsonb)",
                    integration,
                    admin,
                    number,
                    credentials);
            tx.update(
                    "INSERT INTO settings (name, value) VALUES ('privacy.receipt_key', to_jsonb(?::text))", receiptKey);
            tx.update("INSERT INTO contacts (id, name, phone) VALUES (?, ?, ?)", contact, "Zoë\t\\N \"B\"\n", "+34600");
            tx.update(
                    "INSERT INTO conversations (id, user_id, contact_id, integration_id, contact_name, platform, tags)"
                            + " VALUES (?, ?, ?, ?, 'Zoë', 'whatsapp', '{a,\"b c\"}')",
                    conversation,
                    admin,
                    contact,
                    integration);
            tx.update(
                    "INSERT INTO events (type, fact, data) VALUES ('message.created', 'MessageReceived', '{\"n\": 1}')");
            tx.update("INSERT INTO event_progress (listener, tx, id) VALUES ('somebody', '0', 0)");
        });
        message("user", null, "sent", "¿Hola? \\. \\N \u2028 €");
        message("agent", admin, "sent", "Buenas");
        message("agent", admin, "queued", "On its way");
        UUID photo = Ids.next();
        here.database().runInTenant(tenant, tx -> {
            tx.update(
                    "INSERT INTO attachments (id, message_id, status, data)"
                            + " SELECT ?, id, 'stored', '\\x00ff10'::bytea FROM messages LIMIT 1",
                    photo);
            tx.update("INSERT INTO audit_log (actor_kind, action, address, request_id, outcome)"
                    + " VALUES ('user', 'test', '127.0.0.1', 'r1', 'done')");
        });
        String hash = new KeyedHash(
                        here.platformSecrets(),
                        ProvisioningConfig.of(here.settings()).settings(),
                        KeyedHash.VERIFY_TOKEN)
                .of(VERIFY_TOKEN);
        route("whatsapp", number);
        route("whatsapp.verify", hash + "/" + integration);
        here.execute("INSERT INTO flame.jobs (tenant, kind, key, due_at) VALUES ('" + slug
                + "', 'deliver', 'x', now()), ('" + slug + "', 'media', '" + photo + "', now())");
    }

    private void route(String platform, String id) {
        here.database()
                .runInPlatform(tx -> tx.update(
                        "INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES (?, ?, ?, ?)",
                        platform,
                        id,
                        slug,
                        integration));
    }

    void message(String sender, UUID senderId, String status, String text) {
        here.database()
                .runInTenant(
                        tenant,
                        tx -> tx.update(
                                "INSERT INTO messages (conversation_id, integration_id, content, sender, sender_id, status,"
                                        + " metadata) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb)",
                                conversation,
                                integration,
                                text,
                                sender,
                                senderId,
                                status,
                                Json.write(List.of(text))));
    }

    /** The tenant's capsule for the other installation; the tenant is shut for it. */
    CapsuleManifest export(Path file) {
        here.provisioning.life().suspend(slug);
        return here.provisioning
                .capsules()
                .write(slug, file, Optional.of(there.provisioning.capsules().recipientKey()));
    }

    CapsuleReport importThere(Path file, String name) {
        return there.provisioning.capsules().read(file, Optional.of(name), trust());
    }

    CapsuleTrust trust() {
        return CapsuleTrust.in(Set.of(here.provisioning.capsules().signerKey()));
    }

    /** Everything in a schema, table by table, as one text. */
    static String content(Installation installation, String schema) {
        return installation
                .rows("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1")
                .stream()
                .map(table ->
                        table + installation.rows("SELECT t::text FROM " + schema + "." + table + " t ORDER BY 1"))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        here.close();
        there.close();
        here.migrations().dropTenantSchema(slug);
    }
}
