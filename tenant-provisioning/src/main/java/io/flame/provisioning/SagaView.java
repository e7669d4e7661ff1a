package io.flame.provisioning;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.provisioning.ProvisioningProgress.StepProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what the saga's memory holds, for people to look at. */
record SagaView(Database database) {

    /** Empty for a tenant that was made before there was such a memory. */
    Optional<ProvisioningProgress> of(TenantId tenant) {
        return database.inPlatform(tx -> {
            List<StepProgress> steps = steps(tx, tenant);
            return tx.queryOne(
                    "SELECT state, attempts, error, next_attempt_at, started_at, updated_at FROM flame.provisioning"
                            + " WHERE tenant = ?",
                    row -> progress(tenant, row, steps),
                    tenant.slug());
        });
    }

    private static List<StepProgress> steps(Transaction tx, TenantId tenant) throws SQLException {
        return tx
                .query(
                        "SELECT step, state, attempts, error, updated_at FROM flame.provisioning_steps WHERE tenant = ?",
                        SagaView::step,
                        tenant.slug())
                .stream()
                .sorted(Comparator.comparing(step -> Step.valueOf(step.step().toUpperCase(Locale.ROOT))))
                .toList();
    }

    private static StepProgress step(ResultSet row) throws SQLException {
        return new StepProgress(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                Optional.ofNullable(row.getString(4)),
                instant(row, 5).orElseThrow());
    }

    private static ProvisioningProgress progress(TenantId tenant, ResultSet row, List<StepProgress> steps)
            throws SQLException {
        return new ProvisioningProgress(
                tenant.slug(),
                row.getString(1),
                row.getInt(2),
                Optional.ofNullable(row.getString(3)),
                instant(row, 4),
                instant(row, 5).orElseThrow(),
                instant(row, 6).orElseThrow(),
                steps);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
