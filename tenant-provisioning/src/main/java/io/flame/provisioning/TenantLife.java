package io.flame.provisioning;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of tenants that are there. Every operation may be repeated. A slug that is no tenant's is not found; an
 * operation that a tenant's status does not allow is a conflict that names the status.
 */
public final class TenantLife {
    /** What a plan may limit. */
    public static final Set<String> QUOTAS =
            Arrays.stream(Limit.values()).map(Limit::word).collect(Collectors.toUnmodifiableSet());

    private static final System.Logger LOG = System.getLogger(TenantLife.class.getName());

    private final Registry registry;
    private final SagaView progress;
    private final TenantRemoval removal;
    private final Duration grace;
    private final Clock clock;

    TenantLife(Registry registry, SagaView progress, TenantRemoval removal, Duration grace, Clock clock) {
        this.registry = registry;
        this.progress = progress;
        this.removal = removal;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * What a change says; what is absent stays as it is.
     *
     * @param quotas all the limits that the tenant has instead of its plan's; null in one of them lifts it
     */
    public record Change(Optional<String> name, Optional<String> plan, Optional<JsonNode> quotas) {}

    public TenantSummary get(String slug) {
        return registry.find(id(slug)).orElseThrow(Problem::notFound);
    }

    /**
     * Tenants in the order of their slugs.
     *
     * @param status only those with this status
     * @param after the slug after which the page begins; empty for the first
     */
    public List<TenantSummary> page(Optional<String> status, String after, int limit) {
        return registry.page(status, after, limit);
    }

    /** How it came into being; empty for a tenant from before this was kept. */
    public Optional<ProvisioningProgress> progress(String slug) {
        return progress.of(id(get(slug).slug()));
    }

    /** From now on nobody gets in, nothing is sent and nobody is answered; what customers write is kept. */
    public TenantSummary suspend(String slug) {
        return moved(slug, registry.move(id(slug), "active", "suspended"));
    }

    /** People get in again, and what has waited goes on. */
    public TenantSummary resume(String slug) {
        return moved(slug, registry.move(id(slug), "suspended", "active"));
    }

    /**
     * Gives a tenant another name, plan or quotas.
     *
     * @param condition which {@link TenantSummary#etag} the caller has seen
     * @throws Problem 412 when the tenant has changed since, 422 for a plan or a quota there is not
     */
    public TenantSummary change(String slug, Change change, IfMatch condition) {
        TenantSummary present = get(slug);
        check(change);
        registry.change(with(present, change), condition);
        return get(slug);
    }

    /**
     * Begins the end of a tenant: it is shut as if suspended, and gone for good when the grace is over. One that was never
     * finished is taken back at once.
     *
     * @return the tenant with its day; empty when nothing is left of it
     */
    public Optional<TenantSummary> delete(String slug) {
        if (get(slug).status().equals("provisioning")) {
            removal.run(id(slug));
            return Optional.empty();
        }
        return Optional.of(moved(slug, registry.mark(id(slug), clock.instant().plus(grace))));
    }

    /** Takes a tenant back into the status it had, as long as its grace lasts. */
    public TenantSummary restore(String slug) {
        return moved(slug, registry.restore(id(slug), clock.instant()));
    }

    /** Removes for good the tenants whose grace is over; one that fails does not keep the others. */
    public void purge() {
        Instant now = clock.instant();
        for (TenantId tenant : registry.due(now)) {
            try {
                removal.run(tenant);
            } catch (RuntimeException failure) {
                LOG.log(WARNING, "cannot remove tenant {0}: {1}", tenant, SagaLog.text(failure));
            }
        }
    }

    private TenantSummary moved(String slug, boolean done) {
        TenantSummary tenant = get(slug);
        if (!done) {
            throw Problem.conflict("The tenant " + slug + " is " + tenant.status());
        }
        return tenant;
    }

    private void check(Change change) {
        List<FieldError> errors = new ArrayList<>();
        change.name().ifPresent(name -> NewTenant.checkName(errors, "name", name));
        change.plan()
                .filter(plan -> !registry.isPlan(plan))
                .ifPresent(plan -> errors.add(new FieldError("plan", "unknown", "There is no such plan")));
        change.quotas().ifPresent(quotas -> checkQuotas(errors, quotas));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private static void checkQuotas(List<FieldError> errors, JsonNode quotas) {
        if (!quotas.isObject()) {
            errors.add(new FieldError("quotas", "wrong_type", "must be an object"));
            return;
        }
        for (Map.Entry<String, JsonNode> quota : quotas.properties()) {
            String field = "quotas." + quota.getKey();
            if (!QUOTAS.contains(quota.getKey())) {
                errors.add(new FieldError(field, "unknown", "There is no such quota"));
            } else if (!isAmount(quota.getValue(), least(quota.getKey()))) {
                errors.add(new FieldError(
                        field,
                        "out_of_range",
                        "must be a whole number, " + least(quota.getKey()) + " or more, or null for no limit"));
            }
        }
    }

    private static boolean isAmount(JsonNode value, long least) {
        return value.isNull() || value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= least;
    }

    /** A tenant without any calls could not even be looked at by its people: suspending it is what is meant. */
    private static long least(String quota) {
        return quota.equals(Limit.REQUESTS.word()) ? 1 : 0;
    }

    private static TenantSummary with(TenantSummary present, Change change) {
        return new TenantSummary(
                present.slug(),
                present.id(),
                change.name().orElse(present.name()),
                present.status(),
                present.locale(),
                present.timeZone(),
                present.organizationId(),
                change.plan().orElse(present.plan()),
                change.quotas().orElse(present.quotas()),
                present.deleteAfter(),
                present.schemaVersion(),
                present.migrationError(),
                present.createdAt(),
                present.updatedAt());
    }

    private static TenantId id(String slug) {
        if (!TenantId.isValid(slug)) {
            throw Problem.notFound();
        }
        return TenantId.of(slug);
    }
}
