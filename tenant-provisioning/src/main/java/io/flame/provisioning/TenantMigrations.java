package io.flame.provisioning;

import io.flame.kernel.TenantId;
import io.flame.liquibase.Migrations;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Brings every tenant's schema to this build's version, one after the other. Several processes may do so at once: each
 * begins somewhere else, and finds done what another has done. A schema that others hold on to is left for the end of the
 * queue instead of making the rest, and the requests behind its locks, wait.
 */
final class TenantMigrations {
    private static final int MOST_TRIES = 5;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Registry registry;
    private final Migrations migrations;
    private final Supplier<List<TenantId>> toMigrate;
    private final SchemaRuns runs;
    private final Set<TenantId> known = new HashSet<>();
    private final Map<TenantId, Integer> tries = new HashMap<>();
    private final Deque<TenantId> queue = new ArrayDeque<>();

    /**
     * @param migrations whose sessions give up on a lock after a moment
     * @param toMigrate looks which tenants there are
     */
    TenantMigrations(Registry registry, Migrations migrations, Supplier<List<TenantId>> toMigrate, SchemaRuns runs) {
        this.registry = registry;
        this.toMigrate = toMigrate;
        this.migrations = migrations;
        this.runs = runs;
    }

    /** Also takes in tenants that an older node makes meanwhile. */
    void run() {
        while (fill()) {
            runOnce();
        }
    }

    /** Only those that there are now. */
    void runOnce() {
        fill();
        while (!queue.isEmpty()) {
            migrate(queue.remove());
        }
    }

    private boolean fill() {
        List<TenantId> fresh =
                new ArrayList<>(toMigrate.get().stream().filter(known::add).toList());
        if (!fresh.isEmpty()) {
            Collections.rotate(fresh, ThreadLocalRandom.current().nextInt(fresh.size()));
        }
        return queue.addAll(fresh);
    }

    private void migrate(TenantId tenant) {
        boolean last = tries.merge(tenant, 1, Integer::sum) >= MOST_TRIES;
        boolean settled = runs.runUnless(
                failure -> !last && isLocked(failure),
                tenant.schema(),
                () -> update(tenant),
                error -> registry.migrated(
                        tenant, migrations.tenantVersion(tenant.slug()).orElse(null), error.orElse(null)));
        if (!settled) {
            queue.add(tenant);
        }
    }

    /** Tenants may be removed, or begin to be made, after they were listed; one that people use has a schema. */
    private void update(TenantId tenant) {
        if (!migrations.updateTenantSchema(tenant.slug()) && registry.isInUse(tenant)) {
            throw new IllegalStateException("There is no schema " + tenant.schema());
        }
    }

    private static boolean isLocked(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
