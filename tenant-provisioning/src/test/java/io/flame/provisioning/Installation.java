package io.flame.provisioning;

import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Secrets;
import io.flame.kernel.persistence.Database;
import io.flame.liquibase.Migrations;
import io.flame.testing.TestDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** A real PostgreSQL and a played Keycloak with a {@link Provisioning} on them. */
final class Installation implements AutoCloseable {
    private static final String MASTER_KEY = masterKey();

    final FakeKeycloak keycloak = new FakeKeycloak();
    final TestDatabase server = TestDatabase.shared();
    final Provisioning provisioning;

    private final String databaseName;
    private final String masterKey;

    /** On the database that all tests share. */
    Installation() {
        this("flame", MASTER_KEY);
    }

    private Installation(String databaseName, String masterKey) {
        this.databaseName = databaseName;
        this.masterKey = masterKey;
        this.provisioning = new Provisioning(ProvisioningConfig.of(settings()));
    }

    /** On a database of its own, for what concerns all tenants. */
    static Installation apart() {
        return apart(MASTER_KEY);
    }

    /** Somebody else's: with another database, Keycloak and master key. */
    static Installation elsewhere() {
        return apart(masterKey());
    }

    private static Installation apart(String masterKey) {
        String name = freshSlug();
        try (Connection connection = TestDatabase.shared().superuser().getConnection()) {
            connection
                    .createStatement()
                    .execute("CREATE DATABASE " + name + " OWNER "
                            + TestDatabase.shared().ownerUser());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        return new Installation(name, masterKey);
    }

    Database database() {
        return provisioning.database();
    }

    Secrets secrets() {
        return new Secrets(database(), ProvisioningConfig.of(settings()).settings());
    }

    PlatformSecrets platformSecrets() {
        return new PlatformSecrets(
                database(), ProvisioningConfig.of(settings()).settings());
    }

    Migrations migrations() {
        return new Migrations(owner(), server.user());
    }

    Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "DATABASE_URL", here(server.url()),
                "DATABASE_ADMIN_URL", here(server.ownerUrl()),
                "KEYCLOAK_URL", keycloak.url(),
                "KEYCLOAK_BACKEND_CLIENT_SECRET", "invented",
                "FLAME_MASTER_KEY", masterKey));
    }

    static String freshSlug() {
        return "p" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    static NewTenant tenant(String slug) {
        return new NewTenant(
                slug, "Café Ñandú", "es-MX", "America/Mexico_City", "admin@" + slug + ".test", "Ana María Ruiz", null);
    }

    /** Every row as text, columns separated by a bar. */
    List<String> rows(String sql) {
        try (Connection connection = owner().getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                all.add(String.join("|", row));
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    void execute(String sql) {
        try (Connection connection = owner().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    /** As the owner of all schemas. */
    Connection connect() throws SQLException {
        return owner().getConnection();
    }

    private DataSource owner() {
        return PlatformDatabase.owner(ProvisioningConfig.of(settings()).owner());
    }

    private String here(String url) {
        return url.substring(0, url.lastIndexOf('/') + 1) + databaseName;
    }

    private static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public void close() {
        provisioning.close();
        keycloak.close();
    }
}
