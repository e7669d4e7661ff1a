package io.flame.provisioning;

import io.flame.identity.Role;
import io.flame.kernel.KeyRotation;
import io.flame.kernel.Problem;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.liquibase.Migrations;
import io.flame.provisioning.MigrationReport.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates and keeps tenants. Every operation may be repeated: one that was cut off is finished by the next call. Refusals
 * are {@link Problem}s that name the field; a missing setting names its key.
 */
public final class Provisioning implements AutoCloseable {
    /** What everybody in the demo tenants signs in with unless told otherwise. */
    public static final String DEMO_PASSWORD = "flame-demo-password";

    private static final String UNLIMITED = "unlimited";

    private final ProvisioningConfig config;
    private final Workshop workshop;

    public Provisioning(ProvisioningConfig config) {
        this(config, null);
    }

    /** @param given what to read and write rows with; null for connections of its own */
    Provisioning(ProvisioningConfig config, @Nullable Database given) {
        this.config = config;
        this.workshop = new Workshop(config, given);
    }

    /** Brings the platform's schema up to date and lets the application's login in with the password of DATABASE_URL. */
    public void migratePlatform() {
        DatabaseUrl application = config.application();
        workshop.migrations().migratePlatform();
        if (!application.password().isEmpty()) {
            workshop.migrations().ensureApplicationRole(application.password());
        }
    }

    /**
     * Creates a tenant, or finishes one whose creation was cut off; the platform must be migrated.
     *
     * @throws Problem when a field is wrong or the tenant exists already
     */
    public CreatedTenant create(NewTenant tenant) {
        return create(tenant, UNLIMITED);
    }

    /** @param plan that sets the tenant's quotas */
    public CreatedTenant create(NewTenant tenant, String plan) {
        tenant.validate();
        if (!workshop.registry().isPlan(plan)) {
            throw Problem.invalid("plan", "unknown", "There is no such plan");
        }
        if (workshop.registry()
                .find(tenant.id())
                .filter(row -> !row.status().equals("provisioning"))
                .isPresent()) {
            throw Problem.conflict("slug: the tenant " + tenant.slug() + " exists already");
        }
        return workshop.saga()
                .run(tenant, plan, false, AssistantTemplate.officeHours(tenant.language()), People::ensure);
    }

    /** What becomes of tenants that are there. */
    public TenantLife life() {
        Duration grace = Duration.ofDays(config.settings().integer("FLAME_TENANT_GRACE_DAYS", 30, 0, 365));
        return new TenantLife(
                workshop.registry(), new SagaView(database()), workshop.removal(), grace, Clock.systemUTC());
    }

    /**
     * Does something from the command line, and writes it into the platform's audit log: in the first transaction that
     * writes anything there, or afterwards; and once more when it failed.
     *
     * @param action what it is called there
     * @param target the tenant; null for what is done to all of them
     */
    public <T> T audited(String action, @Nullable String target, Supplier<T> deed) {
        return new ConsoleAudit(new AuditLog(database())).around(action, target, deed);
    }

    /** Takes registrations, which {@link #goOn} then makes tenants of. */
    public Registrations registrations() {
        int most = config.settings().integer("FLAME_REGISTRATIONS_PER_HOUR", 20, 1, 1_000_000);
        return new Registrations(database(), new Secrets(database(), config.settings()), most, Clock.systemUTC());
    }

    /** Takes the next tenant that is left unfinished as far as it gets; false when there is none. */
    public boolean goOn() {
        return new Continuation(
                        workshop.registry(),
                        workshop.log(),
                        workshop.secrets(),
                        workshop.saga(),
                        workshop.removal(),
                        workshop.keycloak())
                .next();
    }

    /** Removes tenants whose grace is over, and what is kept for a time only; takes along tenants that were left behind. */
    public void cleanUp() {
        life().purge();
        registrations().forget();
        catchUp();
    }

    /** Whole tenants as archives. */
    public Capsules capsules() {
        return workshop.capsules();
    }

    /** All tenants in the order of their slugs. */
    public List<TenantSummary> list() {
        return workshop.registry().all();
    }

    /** How far a tenant has got; looks into the database and into Keycloak. */
    public TenantState show(String slug) {
        return new Inspection(workshop.migrations(), database(), workshop.keycloak())
                .of(workshop.registry().require(id(slug)));
    }

    /**
     * Adds a person to a tenant.
     *
     * @param role {@code admin}, {@code agent} or {@code user}
     * @param password at least 10 characters; made up when absent
     */
    public CreatedUser addUser(String slug, String email, String name, String role, @Nullable String password) {
        TenantSummary tenant = workshop.registry().require(id(slug));
        People.Person person = new People.Person(id(slug), email, name, role(role), password, "");
        String organization = tenant.organizationId()
                .orElseThrow(
                        () -> Problem.conflict("The tenant " + slug + " has no organization yet: create it again"));
        return workshop.people().add(person, organization);
    }

    /**
     * Migrates the platform and then every tenant in turn. A tenant that fails does not stop the others: it stays on its
     * old version, is served, and says why in the registry. Several processes may do this at once, and it may be repeated.
     */
    public MigrationReport migrateAll(Consumer<Outcome> progress) {
        SchemaRuns runs = new SchemaRuns(progress);
        if (runs.run("flame", this::migratePlatform)) {
            new TenantMigrations(workshop.registry(), workshop.hasty(), workshop.registry()::toMigrate, runs).run();
        }
        return runs.report();
    }

    /**
     * Migrates some tenants that older nodes have made after everything was migrated. Those that failed once are left to
     * {@link #migrateAll}.
     */
    MigrationReport catchUp() {
        SchemaRuns runs = new SchemaRuns(outcome -> {});
        List<String> versions = Migrations.tenantVersions();
        List<String> older = versions.subList(0, versions.size() - 1);
        new TenantMigrations(
                        workshop.registry(),
                        workshop.hasty(),
                        () -> workshop.registry().behind(older),
                        runs)
                .runOnce();
        return runs.report();
    }

    /**
     * Takes every tenant's schema and then the platform's back to a tag of the change log, or each by one change set. The
     * platform stays as it is when a tenant failed, because old platforms do not serve new tenants.
     */
    public MigrationReport rollback(@Nullable String tag, Consumer<Outcome> progress) {
        SchemaRuns runs = new SchemaRuns(progress);
        workshop.registry()
                .all()
                .forEach(tenant -> runs.run(
                        "t_" + tenant.slug(), () -> workshop.migrations().rollbackTenant(tenant.slug(), tag)));
        if (runs.report().failures().isEmpty()) {
            runs.run("flame", () -> workshop.migrations().rollbackPlatform(tag));
        }
        return runs.report();
    }

    /** Seals with the current FLAME_MASTER_KEY what one of FLAME_FORMER_MASTER_KEYS has sealed, while nodes go on working. */
    public KeyRotation.Report rewrapSecrets() {
        return KeyRotation.run(database(), config.settings());
    }

    /** {@link #seedDemo(UnaryOperator)} with one well-known password for everybody, for a first look and nothing else. */
    public List<DemoTenant> seedDemo() {
        return seedDemo(email -> DEMO_PASSWORD);
    }

    /**
     * Makes the tenants {@code acme} and {@code globex} with people, an assistant that always answers, a WhatsApp number
     * and a month of conversations. What is there already stays as it is, passwords included.
     *
     * @param passwords the password for an e-mail address; the same at each call
     */
    public List<DemoTenant> seedDemo(UnaryOperator<String> passwords) {
        return demo(passwords, Clock.systemUTC()).run();
    }

    DemoSeed demo(UnaryOperator<String> passwords, Clock clock) {
        return new DemoSeed(workshop.saga(), workshop.people(), database(), workshop.secrets(), passwords, clock);
    }

    /** What it works with, open as long as this is. */
    public Database database() {
        return workshop.database();
    }

    private static TenantId id(String slug) {
        if (!TenantId.isValid(slug)) {
            throw Problem.invalid("slug", "pattern", "There can be no tenant " + slug);
        }
        return TenantId.of(slug);
    }

    private static Role role(String word) {
        return Role.of(word)
                .filter(role -> role != Role.OPERATOR)
                .orElseThrow(() -> Problem.invalid("role", "unknown", "must be admin, agent or user"));
    }

    @Override
    public void close() {
        workshop.close();
    }
}
