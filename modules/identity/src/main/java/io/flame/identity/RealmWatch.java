package io.flame.identity;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.keycloak.KeycloakChanges;
import io.flame.identity.keycloak.KeycloakChanges.Change;
import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Watches what is done to accounts at Keycloak itself, past this API: the sessions of whoever is disabled or deleted there
 * end here too, and those in a tenant of whoever is taken out of its organization. Their access tokens would live on
 * otherwise. Each node looks for itself; what several find, they do once more.
 */
@ApplicationScoped
class RealmWatch {

    private static final System.Logger LOG = System.getLogger(RealmWatch.class.getName());

    private static final long LOOK_SECONDS = 10;
    /** As old as an access token gets, so that a start misses nothing. */
    private static final Duration AT_FIRST = Duration.ofMinutes(10);
    /** A change is listed when its transaction ends, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final KeycloakChanges changes;
    private final SignOuts signOuts;
    private final Function<String, Optional<String>> tenants;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-realm-watch").daemon().factory());
    private Instant since;

    @Inject
    RealmWatch(KeycloakChanges changes, SignOuts signOuts, Database database, Clock clock) {
        this(
                changes,
                signOuts,
                clock,
                organization -> database.inPlatform(tx -> tx.queryOne(
                        "SELECT slug FROM flame.tenants WHERE organization_id = ?",
                        row -> row.getString(1),
                        organization)));
    }

    /** @param tenants the slug for the id of an organization */
    RealmWatch(KeycloakChanges changes, SignOuts signOuts, Clock clock, Function<String, Optional<String>> tenants) {
        this.changes = changes;
        this.signOuts = signOuts;
        this.tenants = tenants;
        this.clock = clock;
        this.since = clock.instant().minus(AT_FIRST);
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        thread.scheduleWithFixedDelay(this::quietly, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** What fails is looked at again: the next look begins where this one did. */
    private void quietly() {
        try {
            look();
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "cannot see what was done to accounts at Keycloak: {0}", failure.getMessage());
        }
    }

    void look() {
        Instant now = clock.instant();
        changes.since(since).forEach(this::follow);
        since = now.minus(OVERLAP);
    }

    private void follow(Change change) {
        if (change.organization().isPresent()) {
            tenants.apply(change.organization().get())
                    .filter(tenant -> !changes.isMember(change))
                    .ifPresent(tenant -> signOuts.endIn(change.userId(), tenant, change.at()));
            return;
        }
        if (!changes.isEnabled(change)) {
            signOuts.shut(change.userId());
        }
    }
}
