package io.flame.acceptance;

import io.flame.launcher.Stack;
import io.flame.launcher.StackDescription;
import io.flame.launcher.StackOptions;
import io.flame.provisioning.CreatedTenant;
import io.flame.provisioning.NewTenant;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.ProvisioningConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One FLAME with all its servers for every test of this JVM, started by the first and stopped with the last. Each test
 * opens businesses of its own on it.
 */
final class Installation {

    static final String PASSWORD = "invented-password-1";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String RUN = Long.toString(System.nanoTime() & 0xFFFFFF, 36);

    final Path data;
    final Stack stack;
    private final Provisioning provisioning;

    private Installation(Path data, Stack stack) {
        this.data = data;
        this.stack = stack;
        this.provisioning = new Provisioning(ProvisioningConfig.of(stack.environment()));
    }

    /** Holds the one instance; made on first use. */
    private static final class Shared {
        static final Installation INSTALLATION = start();
    }

    static Installation shared() {
        return Shared.INSTALLATION;
    }

    /** One more with servers of its own, which knows nothing of the shared one. */
    static Installation another() {
        return start();
    }

    private static Installation start() {
        try {
            Path data = Files.createTempDirectory("flame-acceptance");
            Stack stack = Stack.start(StackOptions.on(data).withFresh(true).withAccessTokenSeconds(3_600));
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return new Installation(data, stack);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that nothing has yet. */
    static String freshName() {
        return "j" + RUN + COUNTER.incrementAndGet();
    }

    /** Opens a business with an administrator, and a second person of each other role when asked for. */
    Business open() {
        String slug = "b" + RUN + COUNTER.incrementAndGet();
        String email = "admin@" + slug + ".example";
        CreatedTenant tenant = provisioning.create(
                new NewTenant(slug, "Business " + slug, "en", "UTC", email, "Alex Admin", PASSWORD));
        return new Business(this, tenant.slug(), new Person(email, PASSWORD));
    }

    Person addPerson(String slug, String role) {
        String email = role + COUNTER.incrementAndGet() + "@" + slug + ".example";
        provisioning.addUser(slug, email, "Robin " + role, role, PASSWORD);
        return new Person(email, PASSWORD);
    }

    /** Somebody who may have an account already. */
    void addPerson(String slug, String email, String role) {
        provisioning.addUser(slug, email, "Ana Twice", role, PASSWORD);
    }

    record Person(String email, String password) {}

    String url() {
        return stack.baseUrl();
    }

    Twin twin() {
        return new Twin(stack.twins().url());
    }

    /** Removes the tenants whose grace is over, as a node does once a minute. */
    void purge() {
        provisioning.life().purge();
    }

    Api operator() {
        StackDescription.Login login = stack.description().operator();
        return Api.signedIn(url(), new Person(login.email(), login.password()));
    }

    /** Keycloak's own administrator, over all realms. */
    Api keycloakAdmin() {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password="
                + URLEncoder.encode(stack.keycloak().adminPassword(), StandardCharsets.UTF_8);
        String token = Api.anonymous(stack.keycloak().url())
                .call(
                        "POST",
                        "/realms/master/protocol/openid-connect/token",
                        form,
                        Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .json()
                .get("access_token")
                .asText();
        return new Api(stack.keycloak().url(), Map.of("Authorization", "Bearer " + token));
    }

    /** Runs SQL as the owner of all schemas; rows come back as text columns joined by a bar. */
    List<String> sql(String sql, Object... values) {
        try (Connection connection = stack.postgres().connect("flame");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<String> found = new ArrayList<>();
            if (statement.execute()) {
                collect(statement.getResultSet(), found);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void collect(ResultSet rows, List<String> found) throws SQLException {
        while (rows.next()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getString(i));
            }
            found.add(String.join("|", columns));
        }
    }
}
