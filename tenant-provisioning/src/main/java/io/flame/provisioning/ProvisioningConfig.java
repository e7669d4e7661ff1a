package io.flame.provisioning;

import io.flame.kernel.Settings;
import io.flame.kernel.persistence.DatabaseUrl;
import java.util.Map;

/**
 * Where the database and Keycloak are. Only what a command really uses must be set, so migrating needs no Keycloak.
 *
 * @param settings DATABASE_URL, DATABASE_ADMIN_URL, KEYCLOAK_URL, KEYCLOAK_REALM, KEYCLOAK_BACKEND_CLIENT_ID,
 *     KEYCLOAK_BACKEND_CLIENT_SECRET, FLAME_MASTER_KEY
 */
public record ProvisioningConfig(Settings settings) {

    /** The settings as key and value, for example {@code System.getenv()}. */
    public static ProvisioningConfig of(Map<String, String> values) {
        return new ProvisioningConfig(Settings.of(values));
    }

    DatabaseUrl application() {
        return DatabaseUrl.parse("DATABASE_URL", settings.required("DATABASE_URL"));
    }

    DatabaseUrl owner() {
        return settings.optional("DATABASE_ADMIN_URL")
                .map(url -> DatabaseUrl.parse("DATABASE_ADMIN_URL", url))
                .orElseGet(this::application);
    }
}
