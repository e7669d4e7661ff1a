package io.flame.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Connects a demo tenant's WhatsApp number as its own people would. */
record DemoChannel(Database database, Secrets secrets) {
    private static final String PLATFORM = "whatsapp";

    /** The secrets of the providers' test payloads; invented, and the same for every demo. */
    private static final String APP_SECRET = "flame-test-app-secret-0001";

    private static final String VERIFY_TOKEN = "flame-verify-token-0003";
    private static final int SHOWN = 4;

    DemoTenant.Channel ensure(TenantId tenant, DemoScript.Account account) {
        UUID id = stored(tenant, account);
        route(tenant, account.externalId(), id);
        return new DemoTenant.Channel(
                id,
                PLATFORM,
                account.externalId(),
                account.businessId(),
                APP_SECRET,
                VERIFY_TOKEN,
                account.accessToken());
    }

    private UUID stored(TenantId tenant, DemoScript.Account account) {
        Optional<UUID> known = database.inTenant(tenant, tx -> find(tx, account));
        return known.orElseGet(() -> {
            UUID id = Ids.next();
            String credentials = credentials(tenant, id, account);
            return database.inTenant(tenant, tx -> {
                insert(tx, id, account, credentials);
                return find(tx, account).orElseThrow();
            });
        });
    }

    private static Optional<UUID> find(Transaction tx, DemoScript.Account account) throws SQLException {
        return tx.queryOne(
                "SELECT id FROM integrations WHERE platform = ? AND external_id = ?",
                row -> row.getObject(1, UUID.class),
                PLATFORM,
                account.externalId());
    }

    private static void insert(Transaction tx, UUID id, DemoScript.Account account, String credentials)
            throws SQLException {
        tx.update(
                "INSERT INTO integrations (id, user_id, platform, name, status, external_id, credentials, default_assistant_id)"
                        + " VALUES (?, (SELECT id FROM users WHERE role = 'admin' ORDER BY created_at LIMIT 1), ?, ?, 'active',"
                        + " ?, ?::jsonb, (SELECT id FROM assistants ORDER BY created_at LIMIT 1))"
                        + " ON CONFLICT (platform, external_id) DO NOTHING",
                id,
                PLATFORM,
                account.name(),
                account.externalId(),
                credentials);
    }

    /** Each secret is sealed for the place where it stands, and shows people its end. */
    private String credentials(TenantId tenant, UUID id, DemoScript.Account account) {
        ObjectNode json = Json.mapper().createObjectNode();
        Map.of("accessToken", account.accessToken(), "appSecret", APP_SECRET, "verifyToken", VERIFY_TOKEN)
                .forEach((field, secret) -> json.putObject(field)
                        .put("sealed", secrets.seal(tenant, "integration/" + id + "/" + field, secret))
                        .put("last4", secret.substring(secret.length() - SHOWN)));
        return json.toString();
    }

    private void route(TenantId tenant, String externalId, UUID integration) {
        database.runInPlatform(tx -> {
            tx.update(
                    "INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (platform, external_id) DO NOTHING",
                    PLATFORM,
                    externalId,
                    tenant.slug(),
                    integration);
            String owner = tx.queryOne(
                            "SELECT tenant FROM flame.channel_routes WHERE platform = ? AND external_id = ?",
                            row -> row.getString(1),
                            PLATFORM,
                            externalId)
                    .orElseThrow();
            if (!owner.equals(tenant.slug())) {
                throw Problem.conflict("The number " + externalId + " is connected to the tenant " + owner);
            }
        });
    }
}
