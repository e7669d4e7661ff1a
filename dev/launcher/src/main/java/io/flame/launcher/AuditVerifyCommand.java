package io.flame.launcher;

import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditChain;
import io.flame.kernel.persistence.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes an audit log's hashes anew; exit code 1 when a row does not fit. */
@Command(
        name = "audit-verify",
        description = "Looks whether a tenant's audit log is as it was written.",
        mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String PLATFORM = "flame";
    private static final String NO_TABLE = "42P01";

    @Mixin
    private ServersOption servers = new ServersOption();

    @Parameters(paramLabel = "SLUG", arity = "0..1", description = "the tenant; the platform's own log when absent")
    private @Nullable String slug;

    @Option(
            names = "--head",
            paramLabel = "HASH",
            description = "a hash that an earlier run has printed: it must still be in the log")
    private @Nullable String head;

    @Override
    public Integer call() throws SQLException {
        if (slug != null && !TenantId.isValid(slug)) {
            throw new StartFailed("There is no tenant " + slug);
        }
        String schema = slug == null ? PLATFORM : TenantId.of(slug).schema();
        try (Connection connection = connect(servers.environment())) {
            AuditChain.Report report = AuditChain.verify(connection, schema);
            print(schema, report);
            return report.fault().isEmpty() && isKept(connection, schema) ? 0 : 1;
        } catch (SQLException e) {
            if (NO_TABLE.equals(e.getSQLState())) {
                throw new StartFailed("There is no audit log in the schema " + schema);
            }
            throw e;
        }
    }

    private static void print(String schema, AuditChain.Report report) {
        System.out.println(schema + ".audit_log: " + report.rows() + " rows fit");
        if (report.removed() > 0) {
            System.out.println("  " + report.removed() + " older ones were removed by their age");
        }
        report.heads().forEach((chain, last) -> System.out.println("  chain " + chain + " ends with " + last));
        report.fault().ifPresent(fault -> System.out.println("  but " + fault));
    }

    private boolean isKept(Connection connection, String schema) throws SQLException {
        if (head == null || AuditChain.holds(connection, schema, head)) {
            return true;
        }
        System.out.println("  but no row has the hash " + head
                + ": rows were cut off at the end, or the row was removed by its age meanwhile");
        return false;
    }

    private static Connection connect(Map<String, String> environment) throws SQLException {
        String key = environment.containsKey("DATABASE_ADMIN_URL") ? "DATABASE_ADMIN_URL" : "DATABASE_URL";
        DatabaseUrl url = DatabaseUrl.parse(key, String.valueOf(environment.get(key)));
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }
}
