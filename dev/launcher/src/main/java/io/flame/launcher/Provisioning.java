package io.flame.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher asks of tenant provisioning. Each method works on the servers that {@code environment} names, with
 * FLAME's own variables ({@code DATABASE_ADMIN_URL}, {@code KEYCLOAK_URL}, …), and may be repeated without harm.
 */
interface Provisioning {
    /** Brings the platform schema and every tenant's schema to the newest state. */
    void migrate(Map<String, String> environment);

    /** Takes change sets back to the tag, or the last one. */
    void rollback(Map<String, String> environment, Optional<String> tag);

    /** Creates the demo tenants with users, channels, assistants and a history where they are missing. */
    List<StackDescription.DemoTenant> seed(Map<String, String> environment, Secrets secrets);

    /** Runs {@code tenant <arguments>} and returns the exit code. */
    int tenant(Map<String, String> environment, List<String> arguments);
}
