package io.flame.launcher;

import java.io.PrintStream;

/** What a person needs to know once everything runs. */
record Welcome(Stack stack) {
    void print(PrintStream out) {
        StackDescription running = stack.description();
        out.println();
        out.println("FLAME is ready");
        row(out, "application", running.baseUrl() + "   (API description at /docs)");
        if (running.nodes().size() > 1) {
            row(out, "nodes", String.join(" ", running.nodes()));
        }
        row(out, "twins", running.twinsUrl() + "   (play the customer here)");
        row(
                out,
                "keycloak",
                running.keycloakUrl() + "   admin / " + stack.keycloak().adminPassword());
        row(out, "postgres", running.databaseUrl());
        row(out, "redis", running.redisUrl());
        out.println();
        login(out, "operator", running.operator());
        for (StackDescription.DemoTenant tenant : running.tenants()) {
            login(out, tenant.slug() + " admin", tenant.admin());
            login(out, tenant.slug() + " agent", tenant.agent());
        }
        out.println();
        out.println("All of it as JSON: " + stack.data().description());
        out.println("Stop with Ctrl-C or ./flame down");
        out.flush();
    }

    private static void row(PrintStream out, String name, Object value) {
        out.printf("  %-14s %s%n", name, value);
    }

    private static void login(PrintStream out, String who, StackDescription.Login login) {
        out.printf("  %-14s %-26s %s%n", who, login.email(), login.password());
    }
}
