package io.flame.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables with which FLAME and its migrations run on this stack; {@code docs/configuration.md} explains them. */
final class FlameEnvironment {
    static final String OWNER = "flame_owner";
    static final String APPLICATION = "flame_app";
    static final String DATABASE = "flame";

    private final Map<String, String> variables = new HashMap<>();

    FlameEnvironment database(PostgresServer postgres) {
        variables.put("DATABASE_URL", postgres.url(APPLICATION, DATABASE));
        variables.put("DATABASE_ADMIN_URL", postgres.url(OWNER, DATABASE));
        return this;
    }

    FlameEnvironment redis(RedisServer redis) {
        variables.put("REDIS_URL", redis.url());
        return this;
    }

    FlameEnvironment keycloak(KeycloakServer keycloak) {
        variables.put("KEYCLOAK_URL", keycloak.url());
        variables.put("KEYCLOAK_REALM", KeycloakServer.REALM);
        variables.put("KEYCLOAK_LOGIN_CLIENT_ID", KeycloakServer.LOGIN_CLIENT);
        variables.put("KEYCLOAK_LOGIN_CLIENT_SECRET", keycloak.clientSecret(KeycloakServer.LOGIN_CLIENT));
        variables.put("KEYCLOAK_BACKEND_CLIENT_ID", KeycloakServer.BACKEND_CLIENT);
        variables.put("KEYCLOAK_BACKEND_CLIENT_SECRET", keycloak.clientSecret(KeycloakServer.BACKEND_CLIENT));
        return this;
    }

    FlameEnvironment secrets(Secrets secrets) {
        variables.put("FLAME_MASTER_KEY", secrets.key("flame.master"));
        return this;
    }

    FlameEnvironment capsules(Path folder) {
        unlessSet("FLAME_CAPSULE_DIR", folder.toString());
        return this;
    }

    /** The twins stand in for the providers unless the launcher's own environment names real ones. */
    FlameEnvironment providers(TwinsServer twins) {
        unlessSet("GRAPH_BASE_URL", twins.url());
        return System.getenv("SMTP_HOST") == null ? mail(twins) : this;
    }

    /** All of it or nothing: a user for a real mail server must not be shown to the twins. */
    private FlameEnvironment mail(TwinsServer twins) {
        variables.put("SMTP_HOST", "127.0.0.1");
        variables.put("SMTP_PORT", "" + twins.smtpPort());
        variables.put("SMTP_USER", "");
        variables.put("SMTP_PASS", "");
        variables.put("SMTP_FROM", "FLAME <no-reply@flame.test>");
        return this;
    }

    FlameEnvironment web(String baseUrl) {
        unlessSet("CORS_ORIGIN", baseUrl);
        unlessSet("FLAME_PUBLIC_URL", baseUrl);
        unlessSet("WHATSAPP_APP_SECRET", Demo.WHATSAPP_APP_SECRET);
        unlessSet("WHATSAPP_WEBHOOK_VERIFY_TOKEN", Demo.WHATSAPP_VERIFY_TOKEN);
        unlessSet("WHATSAPP_ACCESS_TOKEN", Demo.WHATSAPP_ACCESS_TOKEN);
        return this;
    }

    /**
     * On one's own machine everything comes from the same address, tests and load generators too: the limits are there,
     * but far away. With several nodes the balancer stands in front of them.
     */
    FlameEnvironment limits(int nodes) {
        unlessSet("FLAME_RATE_ANONYMOUS", "5000");
        unlessSet("FLAME_RATE_TOKEN", "1000000");
        unlessSet("FLAME_RATE_TENANT", "5000000");
        unlessSet("FLAME_TRUSTED_PROXIES", nodes > 1 ? "1" : "0");
        return this;
    }

    Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        return Map.copyOf(all);
    }

    private void unlessSet(String name, String value) {
        if (System.getenv(name) == null) {
            variables.put(name, value);
        }
    }
}
