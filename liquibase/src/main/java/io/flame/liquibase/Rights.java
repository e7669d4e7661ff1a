package io.flame.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Who may do what. The application's login works on the platform's tables and may become any tenant's role; a tenant's role
 * works on the tables of its own schema and may call {@code flame.enqueue}, nothing else.
 */
record Rights(String applicationRole) {
    /** What every tenant's role may do in the platform's schema; one grant instead of one for each of thousands of tenants. */
    private static final String EVERY_TENANT = "flame_tenant";

    private static final String PLATFORM_RIGHTS = """
            REVOKE ALL ON SCHEMA flame FROM PUBLIC;
            REVOKE ALL ON ALL TABLES IN SCHEMA flame FROM PUBLIC;
            REVOKE ALL ON ALL ROUTINES IN SCHEMA flame FROM PUBLIC;
            GRANT USAGE ON SCHEMA flame TO flame_tenant, %1$s;
            GRANT EXECUTE ON FUNCTION flame.enqueue, flame.forget_contact, flame.erased_among TO flame_tenant;
            GRANT EXECUTE ON FUNCTION flame.cut_audit_log TO flame_tenant, %1$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA flame TO %1$s;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA flame TO %1$s;
            """;

    private static final String PLATFORM_HISTORY_IS_READ_ONLY =
            "REVOKE INSERT, UPDATE, DELETE ON flame.databasechangelog, flame.databasechangeloglock FROM %1$s";

    /** The application adds to the platform's audit log and reads it; what stands there it can neither change nor remove. */
    private static final String PLATFORM_AUDIT_IS_APPEND_ONLY = """
            REVOKE ALL ON flame.audit_log FROM %1$s;
            GRANT SELECT, INSERT (%2$s) ON flame.audit_log TO %1$s;
            REVOKE INSERT, UPDATE, DELETE ON flame.audit_cuts FROM %1$s;
            """;

    /** Whoever adds to an audit log names these columns; time, place in the chain and hash are not the writer's to choose. */
    private static final String AUDIT_COLUMNS =
            "actor_kind, actor_id, actor_email, actor_role, action, target, address, "
                    + "user_agent, request_id, outcome, status, before, after";

    /** A schema that has been taken back to before the audit log, or its cuts, has none. */
    private static final String TENANT_AUDIT_IS_APPEND_ONLY = """
            DO $$ BEGIN
                IF to_regclass('%1$s.audit_log') IS NOT NULL THEN
                    REVOKE ALL ON %1$s.audit_log FROM %2$s;
                    GRANT SELECT, INSERT (%3$s) ON %1$s.audit_log TO %2$s;
                END IF;
                IF to_regclass('%1$s.audit_cuts') IS NOT NULL THEN
                    REVOKE INSERT, UPDATE, DELETE ON %1$s.audit_cuts FROM %2$s;
                END IF;
            END $$
            """;

    private static final String TENANT_RIGHTS = """
            REVOKE ALL ON SCHEMA %1$s FROM PUBLIC;
            GRANT USAGE ON SCHEMA %1$s TO %2$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$s TO %2$s;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %1$s TO %2$s;
            ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %2$s;
            ALTER DEFAULT PRIVILEGES IN SCHEMA %1$s GRANT USAGE, SELECT ON SEQUENCES TO %2$s;
            REVOKE ALL ON %1$s.databasechangelog, %1$s.databasechangeloglock FROM %2$s;
            """;

    void ensureApplicationRole(Connection connection) throws SQLException {
        if (roleExists(connection, applicationRole)) {
            return;
        }
        String role = Sql.quoted(connection, applicationRole);
        Sql.script(connection, "CREATE ROLE " + role + " LOGIN NOINHERIT");
        Sql.script(connection, "ALTER ROLE " + role + " SET search_path = ''");
    }

    /** The password leaves this process only as a SCRAM verifier. */
    void setApplicationPassword(Connection connection, String password) throws SQLException {
        if (!applicationIsOwner(connection)) {
            connection.unwrap(PGConnection.class).alterUserPassword(applicationRole, password.toCharArray(), null);
        }
    }

    void grantPlatform(Connection connection) throws SQLException {
        ensureRole(connection, EVERY_TENANT);
        String application = Sql.quoted(connection, applicationRole);
        Sql.script(connection, PLATFORM_RIGHTS.formatted(application));
        if (!applicationIsOwner(connection)) {
            Sql.script(connection, PLATFORM_HISTORY_IS_READ_ONLY.formatted(application));
            Sql.script(connection, PLATFORM_AUDIT_IS_APPEND_ONLY.formatted(application, AUDIT_COLUMNS));
        }
    }

    void ensureTenantRole(Connection connection, TenantSchema tenant) throws SQLException {
        ensureRole(connection, tenant.role());
        String options = knowsGrantOptions(connection) ? " WITH INHERIT %s, SET %s" : "";
        Sql.script(
                connection,
                "GRANT %s TO %s%s;GRANT %s TO %s%s"
                        .formatted(
                                EVERY_TENANT,
                                tenant.role(),
                                options.formatted("TRUE", "FALSE"),
                                tenant.role(),
                                Sql.quoted(connection, applicationRole),
                                options.formatted("FALSE", "TRUE")));
    }

    void grantTenant(Connection connection, TenantSchema tenant) throws SQLException {
        Sql.script(connection, TENANT_RIGHTS.formatted(tenant.schema(), tenant.role()));
        Sql.script(connection, TENANT_AUDIT_IS_APPEND_ONLY.formatted(tenant.schema(), tenant.role(), AUDIT_COLUMNS));
    }

    private boolean applicationIsOwner(Connection connection) throws SQLException {
        return Sql.exists(connection, "SELECT 1 WHERE current_user = ?", applicationRole);
    }

    private static void ensureRole(Connection connection, String role) throws SQLException {
        if (!roleExists(connection, role)) {
            Sql.script(connection, "CREATE ROLE " + role + " NOLOGIN");
        }
    }

    private static boolean roleExists(Connection connection, String role) throws SQLException {
        return Sql.exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
    }

    /** Since PostgreSQL 16 each membership says whether it is inherited; before, NOINHERIT of the login decides. */
    private static boolean knowsGrantOptions(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 16;
    }
}
