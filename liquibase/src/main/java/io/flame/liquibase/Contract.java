package io.flame.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;

/**
 * A change set that takes away what an older release uses: a column, a table, a value that was allowed. It carries the
 * label {@code contract-X}, where X is the first release that does without, and waits until every older node is gone.
 *
 * @param changeSet its id
 * @param release X
 */
record Contract(String changeSet, String release) {
    private static final String LABEL = "contract-";

    /**
     * Nodes whose heart has beaten in the last half minute, and the release each is of. By way of JSON, because the
     * installation may be older than the column; a node that does not say is older than all.
     */
    private static final String LIVING = """
            SELECT name || ' (release ' || coalesce(to_jsonb(n) ->> 'release', 'unknown') || ')'
              FROM flame.nodes n WHERE heartbeat_at > now() - interval '30 seconds'
               AND NOT coalesce(string_to_array(substring(to_jsonb(n) ->> 'release' FROM '^[0-9.]+'), '.')::int[]
                                >= string_to_array(?, '.')::int[], false)
             ORDER BY name""";

    /** Those of a change log. */
    static List<Contract> in(List<ChangeSet> changeSets) {
        return changeSets.stream()
                .flatMap(changeSet -> release(changeSet)
                        .map(release -> new Contract(changeSet.getId(), release))
                        .stream())
                .toList();
    }

    /** The release in a change set's label, if it is a contract. */
    static Optional<String> release(ChangeSet changeSet) {
        return Optional.ofNullable(changeSet.getLabels()).stream()
                .flatMap(labels -> labels.getLabels().stream())
                .filter(label -> label.startsWith(LABEL))
                .map(label -> label.substring(LABEL.length()))
                .findFirst();
    }

    void requireNoOlderNodes(Connection connection) throws SQLException {
        if (!Sql.exists(connection, "SELECT 1 WHERE to_regclass('flame.nodes') IS NOT NULL")) {
            return;
        }
        List<String> older = Sql.column(connection, LIVING, release);
        if (!older.isEmpty()) {
            throw new IllegalStateException(
                    "the change set %s takes away what nodes older than release %s use; stop them first: %s"
                            .formatted(changeSet, release, String.join(", ", older)));
        }
    }
}
