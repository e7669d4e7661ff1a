package io.flame.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.launcher.Progress;
import io.flame.launcher.Stack;
import io.flame.launcher.StackDescription;
import io.flame.launcher.StackOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fresh stack with one node for one workload, and what its operator can do with it. */
final class Installation implements AutoCloseable {
    /** What everybody here signs in with. */
    static final String PASSWORD = "invented-password-1";

    private static final int TOKENS_LIVE_SECONDS = 14_400;

    private final Stack stack;
    private final Caller operator;

    private Installation(Stack stack) {
        this.stack = stack;
        StackDescription.Login login = stack.description().operator();
        this.operator = anonymous().signedIn(login.email(), login.password());
    }

    /** @param environment variables for FLAME on top of those of {@code ./flame up} */
    static Installation start(Path data, Map<String, String> environment) {
        StackOptions options = StackOptions.on(data)
                .withFresh(true)
                .withAccessTokenSeconds(TOKENS_LIVE_SECONDS)
                .withProgress(Progress.lines(System.err));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            options = options.withEnvironment(variable.getKey(), variable.getValue());
        }
        Stack stack = Stack.start(options);
        try {
            return new Installation(stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Stack stack() {
        return stack;
    }

    Caller anonymous() {
        // With trusted proxies this is the client's address; without, nothing.
        return Caller.anonymous(stack.baseUrl()).with("X-Forwarded-For", "192.0.2.1");
    }

    NodeProcess node() {
        return new NodeProcess(stack.flame().pid());
    }

    /** Makes a tenant as an operator does, its administrator included; the reply is 201 when it is ready. */
    Reply create(String slug) {
        ObjectNode body = Reply.JSON
                .createObjectNode()
                .put("slug", slug)
                .put("name", "Business " + slug)
                .put("locale", "en")
                .put("adminEmail", adminOf(slug))
                .put("adminName", "Alex Admin")
                .put("adminPassword", PASSWORD);
        return operator.post("/api/platform/tenants", body.toString());
    }

    static String adminOf(String slug) {
        return "admin@" + slug + ".example";
    }

    Caller admin(String slug) {
        return anonymous().signedIn(adminOf(slug), PASSWORD);
    }

    /** Connects a WhatsApp number to the tenant, which the simulated provider knows too. */
    PhoneNumber connectNumber(String slug, String phoneNumberId) {
        PhoneNumber number = new PhoneNumber(slug, phoneNumberId);
        Caller.anonymous(stack.twins().url())
                .post("/control/accounts", number.account())
                .expect(200);
        Caller admin = admin(slug);
        JsonNode created =
                admin.post("/api/integrations", number.integration()).expect(201).json();
        String path = "/api/integrations/" + created.get("id").asText() + "/connect";
        admin.post(path, "{}").expect(200);
        return number;
    }

    /** Rows of the platform's database as their owner's superuser sees them, columns joined by a bar. */
    List<String> sql(String sql) {
        return sql("flame", sql);
    }

    /** @param database another than {@code flame} leaves that one's counters alone */
    List<String> sql(String database, String sql) {
        try (Connection connection = stack.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            List<String> found = new ArrayList<>();
            if (statement.execute(sql)) {
                collect(statement.getResultSet(), found);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql) {
        return Long.parseLong(sql(sql).getFirst());
    }

    private static void collect(ResultSet rows, List<String> found) throws SQLException {
        while (rows.next()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(String.valueOf(rows.getString(i)));
            }
            found.add(String.join("|", columns));
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
