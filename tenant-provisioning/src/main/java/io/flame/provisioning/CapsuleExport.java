package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.liquibase.Migrations;
import io.flame.provisioning.CapsuleLines.Job;
import io.flame.provisioning.CapsuleLines.Key;
import io.flame.provisioning.CapsuleLines.Route;
import io.flame.provisioning.CapsuleLines.Sequence;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Writes a whole tenant into one archive. The tenant is shut meanwhile, so that nothing is sent that the archive does not
 * know of; what customers write meanwhile is kept, but is not in it. All rows are those of one moment.
 */
record CapsuleExport(
        DatabaseUrl application,
        Registry registry,
        Migrations migrations,
        CapsulePeople people,
        InstallationKeys keys,
        Clock clock) {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final String PAUSE = "SELECT pg_sleep(0.2)";

    /** Jobs of other kinds answer, send or invite: what is begun by two installations would reach people twice. */
    static final String HARMLESS_JOB = "media";

    private static final String VERIFY = ".verify";

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * @param recipient the public key of the installation that is to open it
     * @throws Problem when the tenant is not suspended, or does not come to rest
     */
    CapsuleManifest write(TenantId tenant, String recipient, OutputStream out, CapsuleProgress progress) {
        TenantSummary row = registry.find(tenant).orElseThrow(Problem::notFound);
        requireShut(row);
        try (Connection connection = PlatformDatabase.owner(application).getConnection();
                CapsuleWriter writer = new CapsuleWriter(out)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            progress.at("rest", 0);
            awaitRest(connection, tenant, () -> progress.at("rest", 0));
            CapsuleManifest manifest = write(connection, writer, row, recipient, progress);
            connection.rollback();
            requireShut(registry.find(tenant).orElseThrow(Problem::notFound));
            writer.seal(manifest, keys);
            return manifest;
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("cannot write a capsule of " + tenant + ": " + failure.getMessage(), failure);
        }
    }

    /** Refuses now what would be refused later. */
    void require(TenantId tenant) {
        requireShut(registry.find(tenant).orElseThrow(Problem::notFound));
    }

    private static void requireShut(TenantSummary tenant) {
        if (!List.of("suspended", "deleting").contains(tenant.status())) {
            throw Problem.conflict("The tenant " + tenant.slug() + " is " + tenant.status()
                    + ": suspend it first, so that nothing is sent while its capsule is written");
        }
    }

    private CapsuleManifest write(
            Connection connection, CapsuleWriter writer, TenantSummary row, String recipient, CapsuleProgress progress)
            throws Exception {
        TenantId tenant = TenantId.of(row.slug());
        List<Route> routes = query(connection, """
                SELECT platform, CASE WHEN platform NOT LIKE '%' || ? THEN external_id END, integration_id
                  FROM flame.channel_routes WHERE tenant = ? ORDER BY platform, external_id""",
                CapsuleExport::route, VERIFY, row.slug());
        List<Job> jobs = query(connection, """
                SELECT kind, key, due_at FROM flame.jobs WHERE tenant = ? AND kind = ? ORDER BY key""",
                CapsuleExport::job, row.slug(), HARMLESS_JOB);
        CapsuleManifest.Tenant described = described(connection, row);
        enter(connection, tenant);
        writer.addLines(CapsuleLines.ROUTES, routes);
        writer.addLines(CapsuleLines.JOBS, jobs);
        String context = CapsuleManifest.context(row.slug(), row.id());
        String wrapped = Base64.getEncoder().encodeToString(keys.wrap(tenant, recipient, context));
        writer.addLines(CapsuleLines.KEY, List.of(new Key(wrapped)));
        progress.at("people", 0);
        writer.addLines(CapsuleLines.PEOPLE, people.of(tenant, connection));
        writer.addLines(CapsuleLines.SEQUENCES, sequences(connection, tenant));
        tables(connection, writer, tenant, progress);
        return new CapsuleManifest(
                CapsuleManifest.PRODUCT,
                CapsuleManifest.FORMAT,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                keys.signer(),
                recipient,
                described,
                migrations.tenantVersion(row.slug()).orElse(""),
                migrations.tenantChangeSets(row.slug()),
                writer.entries(),
                TenantTable.excluded());
    }

    private static void tables(
            Connection connection, CapsuleWriter writer, TenantId tenant, CapsuleProgress progress) throws Exception {
        TableCopy copy = new TableCopy(connection, rows -> progress.at("tables", rows));
        for (TenantTable table : TenantTable.of(connection, tenant.schema())) {
            List<String> columns = table.travelling();
            writer.add(
                    CapsuleManifest.Entry.nameOf(table.name()),
                    columns,
                    out -> copy.out(table.copyOut(columns), out));
        }
    }

    /** What runs when a tenant is suspended runs to its end; each look is a transaction of its own. */
    private static void awaitRest(Connection connection, TenantId tenant, Runnable alive) throws SQLException {
        Instant end = Instant.now().plus(LONGEST_WAIT);
        while (!query(
                        connection,
                        "SELECT 1 FROM flame.jobs WHERE tenant = ? AND locked_until > now() LIMIT 1",
                        row -> row.getInt(1),
                        tenant.slug())
                .isEmpty()) {
            connection.rollback();
            if (Instant.now().isAfter(end)) {
                throw Problem.unavailable("The tenant " + tenant + " is still at work", Duration.ofSeconds(30), null);
            }
            alive.run();
            query(connection, PAUSE, row -> true);
            connection.rollback();
        }
        connection.rollback();
    }

    private static void enter(Connection connection, TenantId tenant) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path TO \"" + tenant.schema() + "\"; SET LOCAL ROLE \""
                    + tenant.databaseRole() + "\"");
        }
    }

    private static CapsuleManifest.Tenant described(Connection connection, TenantSummary row) throws SQLException {
        String allowed = query(
                        connection, "SELECT quotas FROM flame.plans WHERE name = ?", found -> found.getString(1), row.plan())
                .getFirst();
        return new CapsuleManifest.Tenant(
                row.slug(),
                row.id(),
                row.name(),
                row.locale(),
                row.timeZone(),
                row.plan(),
                row.quotas(),
                Json.read(allowed, JsonNode.class));
    }

    private static List<Sequence> sequences(Connection connection, TenantId tenant) throws SQLException {
        List<String[]> columns = query(connection, """
                SELECT c.relname, a.attname, pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND a.attidentity <> '' AND NOT a.attisdropped ORDER BY 1, 2""",
                row -> new String[] {row.getString(1), row.getString(2), row.getString(3)}, tenant.schema());
        List<Sequence> found = new ArrayList<>();
        for (String[] column : columns) {
            found.addAll(query(
                    connection,
                    "SELECT last_value, is_called FROM " + column[2],
                    row -> new Sequence(column[0], column[1], row.getLong(1), row.getBoolean(2))));
        }
        return found;
    }

    private static Route route(ResultSet row) throws SQLException {
        return new Route(row.getString(1), row.getString(2), row.getObject(3, UUID.class));
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant());
    }

    private static <T> List<T> query(Connection connection, String sql, Reader<T> reader, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }
}
