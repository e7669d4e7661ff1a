package io.flame.liquibase;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Brings the platform's schema and the tenants' schemas to the version of this build, and back. Every method may be
 * repeated, may run in several processes at once, and leaves a schema either as it was or as it should be; failures are
 * {@link MigrationException}s.
 */
public final class Migrations {
    private static final String PLATFORM = "flame";

    private final OwnerSessions sessions;
    private final Rights rights;

    /**
     * @param owner the login that owns the schemas: a superuser, or the database's owner with CREATEROLE
     * @param applicationRole the login the application connects with; may be the owner's own
     */
    public Migrations(DataSource owner, String applicationRole) {
        this.sessions = new OwnerSessions(owner);
        this.rights = new Rights(applicationRole);
    }

    /** Creates the application's login where it is missing and sets its password. */
    public void ensureApplicationRole(String password) {
        sessions.locked(PLATFORM, connection -> {
            rights.ensureApplicationRole(connection);
            rights.setApplicationPassword(connection, password);
            return true;
        });
    }

    /** Brings the schema {@code flame} up to date; creates the application's login, still without a password, if missing. */
    public void migratePlatform() {
        sessions.locked(PLATFORM, connection -> {
            rights.ensureApplicationRole(connection);
            Sql.script(connection, "CREATE SCHEMA IF NOT EXISTS " + PLATFORM);
            Changelog.PLATFORM.update(connection, PLATFORM);
            rights.grantPlatform(connection);
            return true;
        });
    }

    /** Creates a tenant's role and schema with all its tables; an existing one is brought up to date. Needs the platform. */
    public void createTenantSchema(String slug) {
        TenantSchema tenant = new TenantSchema(slug);
        sessions.locked(tenant.schema(), connection -> {
            if (Changelog.TENANT.isStarted(connection, tenant.schema())) {
                rights.ensureTenantRole(connection, tenant);
                update(connection, tenant);
                return true;
            }
            createFromBaseline(connection, tenant);
            return true;
        });
    }

    /** Brings an existing tenant's schema up to date. */
    public void migrateTenant(String slug) {
        TenantSchema tenant = new TenantSchema(slug);
        sessions.locked(tenant.schema(), connection -> {
            update(connection, tenant);
            return true;
        });
    }

    /**
     * Brings a tenant's schema up to date if there is one: of a tenant that was removed a moment ago, nothing is made again.
     *
     * @return false when there is none
     */
    public boolean updateTenantSchema(String slug) {
        TenantSchema tenant = new TenantSchema(slug);
        return sessions.locked(tenant.schema(), connection -> {
            boolean there = Changelog.TENANT.isStarted(connection, tenant.schema());
            if (there) {
                rights.ensureTenantRole(connection, tenant);
                update(connection, tenant);
            }
            return there;
        });
    }

    /** Takes the platform's schema back to a tag of its change log, or by one change set. */
    public void rollbackPlatform(@Nullable String tag) {
        sessions.locked(PLATFORM, connection -> {
            Changelog.PLATFORM.rollback(connection, PLATFORM, Optional.ofNullable(tag));
            return true;
        });
    }

    /** Takes a tenant's schema back to a tag of its change log, or by one change set. */
    public void rollbackTenant(String slug, @Nullable String tag) {
        String schema = new TenantSchema(slug).schema();
        sessions.locked(schema, connection -> {
            Changelog.TENANT.rollback(connection, schema, Optional.ofNullable(tag));
            return true;
        });
    }

    /** Whether every change set of this build is applied to the platform's schema. */
    public boolean isPlatformCurrent() {
        return sessions.open(PLATFORM, connection -> Changelog.PLATFORM.isCurrent(connection, PLATFORM));
    }

    /** Whether every change set of this build is applied to the tenant's schema. */
    public boolean isTenantCurrent(String slug) {
        String schema = new TenantSchema(slug).schema();
        return sessions.open(schema, connection -> Changelog.TENANT.isCurrent(connection, schema));
    }

    /** The versions that a tenant's schema can have with this build, oldest first. */
    public static List<String> tenantVersions() {
        return Changelog.TENANT.versions();
    }

    /** How far the platform's schema has got, as the id of a change set, if it exists. */
    public Optional<String> platformVersion() {
        return sessions.open(PLATFORM, connection -> Changelog.PLATFORM.version(connection, PLATFORM));
    }

    /** How far the tenant's schema has got, as the id of a change set, if it exists. */
    public Optional<String> tenantVersion(String slug) {
        String schema = new TenantSchema(slug).schema();
        return sessions.open(schema, connection -> Changelog.TENANT.version(connection, schema));
    }

    /** The change sets applied to the tenant's schema, each with its checksum, in the order of their application. */
    public List<String> tenantChangeSets(String slug) {
        String schema = new TenantSchema(slug).schema();
        return sessions.open(schema, connection -> Changelog.TENANT.history(connection, schema));
    }

    /** Those of the given change sets that this build does not have, or has otherwise. */
    public List<String> unknownTenantChangeSets(Collection<String> changeSets) {
        return Changelog.TENANT.unknown(changeSets);
    }

    /**
     * Creates a tenant's role and schema as they were when just these change sets had been applied; a schema that is there
     * already gets those of them that it lacks.
     */
    public void createTenantSchemaAt(String slug, Collection<String> changeSets) {
        if (Changelog.TENANT.isAll(changeSets)) {
            createTenantSchema(slug);
            return;
        }
        TenantSchema tenant = new TenantSchema(slug);
        sessions.locked(tenant.schema(), connection -> {
            rights.ensureTenantRole(connection, tenant);
            Sql.script(connection, "CREATE SCHEMA IF NOT EXISTS " + tenant.schema());
            Changelog.TENANT.updateOnly(connection, tenant.schema(), changeSets);
            rights.grantTenant(connection, tenant);
            return true;
        });
    }

    /** Removes a tenant's schema with everything in it, and its role. */
    public void dropTenantSchema(String slug) {
        TenantSchema tenant = new TenantSchema(slug);
        sessions.locked(tenant.schema(), connection -> {
            Sql.script(
                    connection,
                    "DROP SCHEMA IF EXISTS %s CASCADE;DROP ROLE IF EXISTS %s"
                            .formatted(tenant.schema(), tenant.role()));
            return true;
        });
    }

    private void createFromBaseline(Connection connection, TenantSchema tenant) throws Exception {
        Changelog.TENANT.requireNoOlderNodes(connection, Set.of());
        Baseline.script(connection);
        OwnerSessions.inOneTransaction(connection, transaction -> {
            rights.ensureTenantRole(transaction, tenant);
            Sql.script(transaction, "CREATE SCHEMA IF NOT EXISTS " + tenant.schema());
            Baseline.replay(transaction, tenant.schema());
            rights.grantTenant(transaction, tenant);
            return true;
        });
    }

    private void update(Connection connection, TenantSchema tenant) throws Exception {
        Changelog.TENANT.update(connection, tenant.schema());
        rights.grantTenant(connection, tenant);
    }
}
