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
import liquibase.exception.ChangeLogParseException;
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

    boolean isCurrent(Connection connection, String schema) throws SQLException, LiquibaseException {
        return isStarted(connection, schema) && applied(connection, schema).containsAll(expected());
    }

    boolean isStarted(Connection connection, String schema) throws SQLException {
        return Sql.exists(connection, "SELECT 1 WHERE to_regclass(?) IS NOT NULL", schema + ".databasechangelog");
    }

    /** The change set that was applied last. */
    Optional<String> version(Connection connection, String schema) throws SQLException {
        if (!isStarted(connection, schema)) {
            return Optional.empty();
        }
        String newest = "SELECT id FROM " + schema + ".databasechangelog ORDER BY orderexecuted DESC LIMIT 1";
        return Sql.column(connection, newest).stream().findFirst();
    }

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

    private static Set<String> applied(Connection connection, String schema) throws SQLException {
        return new HashSet<>(
                Sql.column(connection, "SELECT id || ' ' || md5sum FROM " + schema + ".databasechangelog"));
    }

    private void releaseStaleLock(Connection connection, String schema) throws SQLException {
        if (isStarted(connection, schema)) {
            Sql.script(connection, RELEASE_STALE_LOCK.formatted(schema));
        }
    }

    private Set<String> expected() {
        return this == PLATFORM ? Expected.OF_PLATFORM : Expected.OF_TENANT;
    }

    private Set<String> parse() throws ChangeLogParseException, LiquibaseException {
        List<ChangeSet> changeSets = ChangeLogParserFactory.getInstance()
                .getParser(path, resources())
                .parse(path, new ChangeLogParameters(), resources())
                .getChangeSets();
        return changeSets.stream()
                .map(changeSet -> changeSet.getId() + " " + changeSet.generateCheckSum(ChecksumVersion.latest()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Parsed once per process. */
    private static final class Expected {
        static final Set<String> OF_PLATFORM = parsed(PLATFORM);
        static final Set<String> OF_TENANT = parsed(TENANT);

        private static Set<String> parsed(Changelog changelog) {
            try {
                return LiquibaseRun.alone(changelog::parse);
            } catch (Exception failure) {
                throw new IllegalStateException("Changelog " + changelog.path, failure);
            }
        }
    }
}
