package io.flame.kernel.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads an audit log from its first row to its last and computes every hash anew. A row that was changed, taken out or
 * put in does not fit any more. Where old rows were removed by their age, a chain begins at the cut that the database has
 * noted; only its owner could forge one. Rows cut off at the very end leave no trace inside: {@link Report#heads} is what one
 * writes down elsewhere, to compare.
 */
public final class AuditChain {

    /**
     * As the trigger of the table computes it: what JSON leaves open, such as the time zone, is pinned for both. The first
     * rule left out every null, also those inside of before and after; rows that were written by it keep their hashes. A row
     * of the second rule cannot pass for one of the first, because what is hashed says so.
     */
    private static final String READ = """
            SELECT id, lane, seq, previous, hash,
                   '2 ' || (SELECT jsonb_object_agg(f.key, f.value)
                              FROM jsonb_each(to_jsonb(entry) - 'hash') AS f WHERE f.value <> 'null')::text,
                   jsonb_strip_nulls(to_jsonb(entry) - 'hash')::text
              FROM %s AS entry ORDER BY lane, seq""";

    private static final String START = "0".repeat(64);
    private static final int ROWS_AT_ONCE = 1_000;

    /**
     * What was found.
     *
     * @param rows how many rows were read
     * @param removed how many rows had been removed by their age before
     * @param fault the first row that does not fit, and why; empty when all do
     * @param heads the last row of each chain: its number and hash
     */
    public record Report(long rows, long removed, Optional<String> fault, Map<Integer, String> heads) {}

    private final Map<Integer, Link> ends = new TreeMap<>();
    private long rows;
    private long removed;

    private record Link(long seq, String hash) {
        static final Link NONE = new Link(0, START);
    }

    private AuditChain() {}

    /** @param schema of the tenant, or {@code flame} for the platform's log */
    public static Report verify(Connection connection, String schema) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            return new AuditChain().read(connection, schema);
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    /** Whether a row with this hash, known from an earlier look, is still there. */
    public static boolean holds(Connection connection, String schema, String hash) throws SQLException {
        String sql = "SELECT 1 FROM " + table(schema) + " WHERE hash = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, hash);
            return statement.executeQuery().next();
        }
    }

    private static String table(String schema) {
        return quoted(schema) + ".audit_log";
    }

    private static String quoted(String schema) {
        return "\"" + schema.replace("\"", "\"\"") + "\"";
    }

    private Report read(Connection connection, String schema) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET LOCAL timezone = 'UTC'");
        }
        beginAtCuts(connection, schema);
        try (PreparedStatement statement = connection.prepareStatement(READ.formatted(table(schema)))) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Optional<String> fault = follow(row);
                    if (fault.isPresent()) {
                        return report(fault);
                    }
                }
            }
        }
        return report(Optional.empty());
    }

    private void beginAtCuts(Connection connection, String schema) throws SQLException {
        String sql = "SELECT lane, seq, hash, removed FROM " + quoted(schema) + ".audit_cuts";
        try (Statement statement = connection.createStatement();
                ResultSet cut = statement.executeQuery(sql)) {
            while (cut.next()) {
                ends.put(cut.getInt(1), new Link(cut.getLong(2), cut.getString(3)));
                removed += cut.getLong(4);
            }
        }
    }

    private Optional<String> follow(ResultSet row) throws SQLException {
        Link end = ends.getOrDefault(row.getInt(2), Link.NONE);
        Link here = new Link(row.getLong(3), row.getString(5));
        String name = "row " + row.getLong(1) + " (chain " + row.getInt(2) + ", number " + here.seq() + ")";
        if (here.seq() != end.seq() + 1) {
            return Optional.of(name + ": number " + (end.seq() + 1) + " is missing before it");
        }
        if (!row.getString(4).equals(end.hash())) {
            return Optional.of(name + " does not follow the row before it");
        }
        if (!here.hash().equals(sha256(row.getString(6))) && !here.hash().equals(sha256(row.getString(7)))) {
            return Optional.of(name + " was changed");
        }
        ends.put(row.getInt(2), here);
        rows++;
        return Optional.empty();
    }

    private Report report(Optional<String> fault) {
        Map<Integer, String> heads = new TreeMap<>();
        ends.forEach((lane, link) -> heads.put(lane, link.seq() + " " + link.hash()));
        return new Report(rows, removed, fault, heads);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
