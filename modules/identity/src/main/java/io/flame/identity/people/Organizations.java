package io.flame.identity.people;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** What the platform's registry says of a tenant. */
@ApplicationScoped
public class Organizations {

    private final Database database;

    @Inject
    Organizations(Database database) {
        this.database = database;
    }

    /** The id of the Keycloak organization that stands for the tenant. */
    public String of(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT organization_id FROM flame.tenants WHERE slug = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        tenant.slug()))
                .flatMap(found -> found)
                .orElseThrow(() -> new IllegalStateException("tenant " + tenant + " has no organization"));
    }

    /** What a tenant is called, and the language it speaks. */
    record Business(String name, String locale) {}

    Business business(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT name, locale FROM flame.tenants WHERE slug = ?",
                        row -> new Business(row.getString(1), row.getString(2)),
                        tenant.slug()))
                .orElseThrow(() -> new IllegalStateException("there is no tenant " + tenant));
    }

    boolean isActive(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT status = 'active' FROM flame.tenants WHERE slug = ?",
                        row -> row.getBoolean(1),
                        tenant.slug())
                .orElse(false));
    }
}
