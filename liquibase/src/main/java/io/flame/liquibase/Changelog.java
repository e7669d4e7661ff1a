package io.flame.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.ChecksumVersion;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;

/** One kind of schema: which change sets it consists of, and how far a given schema has got. */
enum Changelog {
    PLATFORM("io/flame/liquibase/platform/changelog.yaml"),
    TENANT("io/flame/liquibase/tenant/changelog.yaml");

    /** Everybody who migrates holds the advisory lock, so a row that says "locked" was left behind by a dead process. */
    private static final String RELEASE_STALE_LOCK =
            "UPDATE %s.databasechangeloglock SET locked = false, lockgranted = NULL, lockedby = NULL WHERE locked";

    private final String path;

    Changelog(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    static ResourceAccessor resources() {
        return new ClassLoaderResourceAccessor(Changelog.class.getClassLoader());
    }

    /** Applies what is missing; costs one query when nothing is. */
    void update(Connection connection, String schema) throws Exception {
        if (isCurrent(connection, schema)) {
            return;
        }
        requireNoOlderNodes(connection, applied(connection, schema, "id"));
        releaseStaleLock(connection, schema);
        LiquibaseRun.on(connection, schema, this, liquibase -> liquibase.update(""));
    }

    void rollback(Connection connection, String schema, Optional<String> tag) throws Exception {
        releaseStaleLock(connection, schema);
        LiquibaseRun.on(connection, schema, this, liquibase -> {
            if (tag.isPresent()) {
                liquibase.rollback(tag.get(), "");
                return;
            }
            liquibase.rollback(1, "");
        });
    }

    boolean isCurrent(Connection connection, String schema) throws SQLException {
        return applied(connection, schema, "id || ' ' || md5sum").containsAll(expected());
    }

    boolean isStarted(Connection connection, String schema) throws SQLException {
        return Sql.exists(connection, "SELECT 1 WHERE to_regclass(?) IS NOT NULL", schema + ".databasechangelog");
    }

    /**
     * How far a schema has got: the furthest change set that it has, in the order of the change log. A schema that a newer
     * build has taken further has a version that this one does not know.
     */
    Optional<String> version(Connection connection, String schema) throws SQLException {
        if (!isStarted(connection, schema)) {
            return Optional.empty();
        }
        List<String> applied = Sql.column(
                connection, "SELECT id FROM " + schema + ".databasechangelog ORDER BY orderexecuted DESC");
        List<String> known = versions();
        if (applied.isEmpty() || !known.contains(applied.getFirst())) {
            return applied.stream().findFirst();
        }
        return known.reversed().stream().filter(applied::contains).findFirst();
    }

    /** The versions that a schema can have, oldest first. */
    List<String> versions() {
        return changeSets().stream().map(ChangeSet::getId).toList();
    }

    /**
     * Refuses what would take from living nodes something that they still use.
     *
     * @param applied ids of change sets that the schema has already
     */
    void requireNoOlderNodes(Connection connection, Set<String> applied) throws SQLException {
        for (Contract contract : Contract.in(changeSets())) {
            if (!applied.contains(contract.changeSet())) {
                contract.requireNoOlderNodes(connection);
            }
        }
    }

    /** Id and checksum of each change set that a schema has, in the order of their application. */
    List<String> history(Connection connection, String schema) throws SQLException {
        return isStarted(connection, schema)
                ? Sql.column(
                        connection,
                        "SELECT id || ' ' || md5sum FROM " + schema + ".databasechangelog ORDER BY orderexecuted")
                : List.of();
    }

    List<String> unknown(Collection<String> changeSets) {
        return changeSets.stream().filter(each -> !expected().contains(each)).toList();
    }

    boolean isAll(Collection<String> changeSets) {
        return new HashSet<>(changeSets).containsAll(expected());
    }

    /** Applies those of these change sets that are missing. */
    void updateOnly(Connection connection, String schema, Collection<String> changeSets) throws Exception {
        releaseStaleLock(connection, schema);
        Set<String> wanted = changeSets.stream()
                .map(each -> each.substring(0, each.indexOf(' ')))
                .collect(Collectors.toUnmodifiableSet());
        LiquibaseRun.on(connection, schema, this, liquibase -> LiquibaseRun.updateOnly(liquibase, wanted));
    }

    private Set<String> applied(Connection connection, String schema, String what) throws SQLException {
        if (!isStarted(connection, schema)) {
            return Set.of();
        }
        return new HashSet<>(Sql.column(connection, "SELECT " + what + " FROM " + schema + ".databasechangelog"));
    }

    private void releaseStaleLock(Connection connection, String schema) throws SQLException {
        if (isStarted(connection, schema)) {
            Sql.script(connection, RELEASE_STALE_LOCK.formatted(schema));
        }
    }

    private Set<String> expected() {
        return content().expected();
    }

    /** In the order in which they are applied. */
    List<ChangeSet> changeSets() {
        return content().changeSets();
    }

    private Content content() {
        return this == PLATFORM ? Parsed.OF_PLATFORM : Parsed.OF_TENANT;
    }

    private Content parse() throws LiquibaseException {
        List<ChangeSet> changeSets = ChangeLogParserFactory.getInstance()
                .getParser(path, resources())
                .parse(path, new ChangeLogParameters(), resources())
                .getChangeSets();
        return new Content(
                List.copyOf(changeSets),
                changeSets.stream()
                        .map(changeSet ->
                                changeSet.getId() + " " + changeSet.generateCheckSum(ChecksumVersion.latest()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** @param expected id and checksum of each */
    private record Content(List<ChangeSet> changeSets, Set<String> expected) {}

    /** Once per process. */
    private static final class Parsed {
        static final Content OF_PLATFORM = parsed(PLATFORM);
        static final Content OF_TENANT = parsed(TENANT);

        private static Content parsed(Changelog changelog) {
            try {
                return LiquibaseRun.alone(changelog::parse);
            } catch (Exception failure) {
                throw new IllegalStateException("Changelog " + changelog.path, failure);
            }
        }
    }
}
