package io.flame.provisioning;

import io.flame.kernel.KeyedHash;
import io.flame.kernel.Problem;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.provisioning.CapsuleLines.Job;
import io.flame.provisioning.CapsuleLines.Route;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leads the providers' webhooks to a tenant that has come from a capsule, and ends its import in the same moment: before,
 * nothing leads to it. A provider's account that is another tenant's here is a conflict.
 */
record CapsuleRoutes(Database database, Secrets secrets, KeyedHash verifyTokens) {

    /** Whether the accounts are free. */
    void check(TenantId tenant, List<Route> routes) {
        database.runInPlatform(tx -> {
            for (Route route : routes) {
                refuseIfTaken(tx, tenant, route);
            }
        });
    }

    private static void refuseIfTaken(Transaction tx, TenantId tenant, Route route) throws SQLException {
        Optional<String> holder = route.externalId() == null
                ? Optional.empty()
                : tx.queryOne(
                        "SELECT tenant FROM flame.channel_routes WHERE platform = ? AND external_id = ? AND tenant <> ?",
                        row -> row.getString(1),
                        route.platform(),
                        route.externalId(),
                        tenant.slug());
        if (holder.isPresent()) {
            throw Problem.conflict("The " + route.platform() + " account " + route.externalId()
                    + " is connected to the tenant " + holder.get() + " here");
        }
    }

    /** Tells how many accounts lead to the tenant now, which is suspended until somebody resumes it. */
    int open(CapsuleFile capsule, TenantId tenant) {
        List<Route> routes = new ArrayList<>();
        for (Route route : capsule.lines(CapsuleLines.ROUTES, Route.class)) {
            here(tenant, route).ifPresent(routes::add);
        }
        List<Job> jobs = capsule.lines(CapsuleLines.JOBS, Job.class).stream()
                .filter(job -> job.kind().equals(CapsuleExport.HARMLESS_JOB))
                .toList();
        database.runInPlatform(tx -> {
            for (Route route : routes) {
                insert(tx, tenant, route);
            }
            for (Job job : jobs) {
                tx.update(
                        "INSERT INTO flame.jobs (tenant, kind, key, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        tenant.slug(),
                        job.kind(),
                        job.key(),
                        job.dueAt());
            }
            tx.update(
                    "UPDATE flame.tenants SET status = 'suspended', updated_at = now()"
                            + " WHERE slug = ? AND status = 'provisioning'",
                    tenant.slug());
        });
        return (int) routes.stream()
                .filter(route -> !route.platform().contains("."))
                .count();
    }

    private static void insert(Transaction tx, TenantId tenant, Route route) throws SQLException {
        tx.update(
                "INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                route.platform(),
                route.externalId(),
                tenant.slug(),
                route.integrationId());
        refuseIfTaken(tx, tenant, route);
    }

    /** A verify token is looked for by a hash that this installation makes in its own way. */
    private Optional<Route> here(TenantId tenant, Route route) {
        if (route.externalId() != null) {
            return Optional.of(route);
        }
        return database.inTenant(tenant, tx -> tx.queryOne(
                        "SELECT credentials -> 'verifyToken' ->> 'sealed' FROM integrations WHERE id = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        route.integrationId()))
                .flatMap(found -> found)
                .map(text -> secrets.open(tenant, "integration/" + route.integrationId() + "/verifyToken", text))
                .map(token -> new Route(
                        route.platform(), verifyTokens.of(token) + "/" + route.integrationId(), route.integrationId()));
    }
}
