package io.flame.liquibase;

import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.DefaultChangeExecListener;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.ui.LoggerUIService;

/** Runs Liquibase. It keeps state per process, so two runs that overlap corrupt each other: one at a time. */
final class LiquibaseRun {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    private static final Map<String, Object> QUIET = Map.of(
            "liquibase.analytics.enabled",
            false,
            // the same jar may stand twice on a class path that manifests put together
            "liquibase.duplicateFileMode",
            "SILENT",
            Scope.Attr.ui.name(),
            new LoggerUIService());

    private LiquibaseRun() {}

    @FunctionalInterface
    interface Action {
        void apply(Liquibase liquibase) throws Exception;
    }

    static void on(Connection connection, String schema, Changelog changelog, Action action) throws Exception {
        alone(() -> {
            try {
                action.apply(liquibase(connection, schema, changelog));
                return true;
            } finally {
                forget();
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    static <T> T alone(Callable<T> action) throws Exception {
        ONE_AT_A_TIME.lock();
        try {
            return Scope.child(QUIET, action::call);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static Liquibase liquibase(Connection connection, String schema, Changelog changelog) throws Exception {
        Sql.script(connection, "SET search_path = " + schema);
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDefaultSchemaName(schema);
        database.setLiquibaseSchemaName(schema);
        Liquibase liquibase = new Liquibase(changelog.path(), Changelog.resources(), database);
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        return liquibase;
    }

    /** As Liquibase's own update, with one filter more. */
    static void updateOnly(Liquibase liquibase, Set<String> ids) throws LiquibaseException {
        Database database = liquibase.getDatabase();
        liquibase.checkLiquibaseTables(true, liquibase.getDatabaseChangeLog(), new Contexts(), new LabelExpression());
        ChangeLogIterator changeSets = new ChangeLogIterator(
                liquibase.getDatabaseChangeLog(),
                new ShouldRunChangeSetFilter(database),
                changeSet ->
                        new ChangeSetFilterResult(ids.contains(changeSet.getId()), "", ShouldRunChangeSetFilter.class));
        changeSets.run(
                new UpdateVisitor(database, new DefaultChangeExecListener()),
                new RuntimeEnvironment(database, new Contexts(), new LabelExpression()));
    }

    /** Liquibase caches services per database object and would keep one set for every tenant. */
    private static void forget() {
        Scope scope = Scope.getCurrentScope();
        scope.getSingleton(ChangeLogHistoryServiceFactory.class).resetAll();
        LockServiceFactory.getInstance().resetAll();
        scope.getSingleton(ExecutorService.class).reset();
    }
}
