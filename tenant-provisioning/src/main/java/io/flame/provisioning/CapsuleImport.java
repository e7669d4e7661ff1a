package io.flame.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.liquibase.Migrations;
import io.flame.provisioning.CapsuleLines.Key;
import io.flame.provisioning.CapsuleLines.Person;
import io.flame.provisioning.CapsuleLines.Route;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a tenant of a capsule, by steps of the same kind as the saga's: each may be repeated, and nobody reaches the tenant
 * before the last one is done. What is wrong with the capsule is said before anything is written; what turns out to be
 * wrong later, and would be wrong again, undoes everything.
 */
record CapsuleImport(
        Database database,
        DatabaseUrl owner,
        Registry registry,
        SagaLog log,
        Secrets secrets,
        InstallationKeys keys,
        Migrations migrations,
        KeycloakAdmin keycloak,
        CapsuleRoutes routes,
        TenantRemoval removal) {
    private static final String NO_LIMITS = "unlimited";

    /** What the steps tell each other. */
    private record Made(CapsulePeople.Arrivals people, int routes) {}

    /**
     * Looks at everything that can be looked at without writing.
     *
     * @param same whether an unfinished import of this very capsule may be there
     * @param alive hears now and then that it goes on
     */
    void check(CapsuleFile capsule, TenantId tenant, boolean same, Runnable alive) {
        CapsuleManifest manifest = capsule.manifest();
        checkKey(capsule);
        List<String> unknown = migrations.unknownTenantChangeSets(manifest.changeSets());
        if (!unknown.isEmpty()) {
            throw CapsuleFile.refused("The capsule is of a newer version than this installation, which does not know "
                    + String.join(", ", unknown));
        }
        checkSlug(manifest, tenant, same);
        routes.check(tenant, capsule.lines(CapsuleLines.ROUTES, Route.class));
        capsule.verify(alive);
    }

    private void checkKey(CapsuleFile capsule) {
        CapsuleManifest manifest = capsule.manifest();
        if (!manifest.recipient().equals(keys.recipient())) {
            throw CapsuleFile.refused("The capsule is closed for " + manifest.recipient()
                    + ", but this installation is " + keys.recipient());
        }
        if (!keys.opens(wrapped(capsule), manifest.context())) {
            throw CapsuleFile.damaged("its key does not open");
        }
    }

    private void checkSlug(CapsuleManifest manifest, TenantId tenant, boolean same) {
        if (Slugs.isReserved(tenant.slug())) {
            throw Problem.invalid("slug", "reserved", "is a name of the platform's own");
        }
        if (registry.find(tenant).isPresent()) {
            boolean mine = same && log.origin(tenant).equals(Optional.of("capsule")) && isUnfinished(tenant);
            if (!mine) {
                throw Problem.conflict("slug: the tenant " + tenant + " exists already");
            }
            return;
        }
        Optional<Optional<UUID>> retired = registry.retired(tenant);
        if (retired.isPresent()
                && !retired.get().equals(Optional.of(manifest.tenant().id()))) {
            throw Problem.conflict("slug: " + tenant + " was another tenant that is gone");
        }
    }

    private boolean isUnfinished(TenantId tenant) {
        return registry.find(tenant)
                .filter(row -> row.status().equals("provisioning"))
                .isPresent();
    }

    /** After {@link #check}. */
    CapsuleReport run(CapsuleFile capsule, TenantId tenant, CapsuleProgress progress) {
        begin(capsule.manifest().tenant(), tenant);
        try {
            CapsuleReport report = steps(capsule, tenant, progress);
            log.finish(tenant);
            return report;
        } catch (CapsuleTakenOver other) {
            throw other;
        } catch (RuntimeException failure) {
            log.fail(tenant, failure);
            if (isFinal(failure)) {
                undoBecause(failure, tenant);
            }
            throw failure;
        }
    }

    /** What cannot be undone now is undone later; the reason stays the same. */
    private void undoBecause(RuntimeException failure, TenantId tenant) {
        try {
            undo(tenant);
        } catch (RuntimeException unfinished) {
            failure.addSuppressed(unfinished);
        }
    }

    /** Whether trying again would end alike. */
    static boolean isFinal(RuntimeException failure) {
        return failure instanceof Problem problem && problem.code() != ProblemCode.UNAVAILABLE;
    }

    /** Takes back what an import has made that will not be finished. */
    void undo(TenantId tenant) {
        if (log.origin(tenant).equals(Optional.of("capsule")) && isUnfinished(tenant)) {
            log.beginUndoing(tenant, true);
            removal.resume(tenant);
        }
    }

    private void begin(CapsuleManifest.Tenant tenant, TenantId slug) {
        boolean known = registry.isPlan(tenant.plan());
        ObjectNode quotas = Json.mapper().createObjectNode();
        if (!known && tenant.planQuotas() instanceof ObjectNode planned) {
            quotas.setAll(planned);
        }
        if (tenant.quotas() instanceof ObjectNode own) {
            quotas.setAll(own);
        }
        database.runInPlatform(tx -> {
            Registry.insert(tx, slug, tenant, known ? tenant.plan() : NO_LIMITS, quotas.toString());
            log.beginImport(tx, slug);
        });
    }

    private CapsuleReport steps(CapsuleFile capsule, TenantId tenant, CapsuleProgress progress) {
        CapsuleManifest manifest = capsule.manifest();
        TenantSummary row = log.run(tenant, Step.REGISTRY, () -> registry.require(tenant));
        log.run(tenant, Step.SECRETS, () -> adopt(capsule, tenant));
        progress.at("people", 0);
        String organization = log.run(tenant, Step.ORGANIZATION, () -> organization(row, tenant));
        CapsulePeople.Arrivals people =
                log.run(tenant, Step.PEOPLE, () -> people(capsule, tenant, organization, progress));
        progress.at("schema", 0);
        log.run(tenant, Step.SCHEMA, () -> schema(tenant, manifest));
        log.run(tenant, Step.ROWS, () -> rows(capsule, tenant, people, progress));
        progress.at("migration", 0);
        String version = log.run(tenant, Step.MIGRATION, () -> migrate(tenant));
        progress.at("activation", 0);
        int routed = log.run(tenant, Step.ACTIVATION, () -> routes.open(capsule, tenant));
        return report(manifest, tenant, version, new Made(people, routed));
    }

    private boolean adopt(CapsuleFile capsule, TenantId tenant) {
        keys.adopt(tenant, wrapped(capsule), capsule.manifest().context());
        return true;
    }

    private static byte[] wrapped(CapsuleFile capsule) {
        List<Key> lines = capsule.lines(CapsuleLines.KEY, Key.class);
        if (lines.size() != 1 || lines.getFirst().wrapped() == null) {
            throw CapsuleFile.damaged("its key is missing");
        }
        try {
            return Base64.getDecoder().decode(lines.getFirst().wrapped());
        } catch (IllegalArgumentException notBase64) {
            throw CapsuleFile.damaged("its key cannot be read");
        }
    }

    private String organization(TenantSummary row, TenantId tenant) {
        String organization = keycloak.ensureOrganization(tenant, row.name(), row.id());
        registry.setOrganization(tenant, organization);
        return organization;
    }

    private CapsulePeople.Arrivals people(
            CapsuleFile capsule, TenantId tenant, String organization, CapsuleProgress progress) {
        List<Person> people = capsule.lines(CapsuleLines.PEOPLE, Person.class);
        return new CapsulePeople(keycloak).ensure(tenant, organization, people, () -> progress.at("people", 0));
    }

    private boolean schema(TenantId tenant, CapsuleManifest manifest) {
        migrations.createTenantSchemaAt(tenant.slug(), manifest.changeSets());
        return true;
    }

    private boolean rows(
            CapsuleFile capsule, TenantId tenant, CapsulePeople.Arrivals people, CapsuleProgress progress) {
        TenantId before = TenantId.of(capsule.manifest().tenant().slug());
        new CapsuleRows(owner, capsule, tenant)
                .load(people.ids(), new SealedTexts(secrets, before, tenant), rows -> progress.at("tables", rows));
        return true;
    }

    private String migrate(TenantId tenant) {
        migrations.createTenantSchema(tenant.slug());
        String version = migrations.tenantVersion(tenant.slug()).orElse("");
        registry.migrated(tenant, version, null);
        return version;
    }

    private CapsuleReport report(CapsuleManifest manifest, TenantId tenant, String version, Made made) {
        List<CapsuleReport.Table> tables = manifest.tables().stream()
                .map(entry -> new CapsuleReport.Table(entry.table().orElseThrow(), entry.rows(), entry.sha256()))
                .toList();
        long held = database.inTenant(tenant, tx -> tx.queryOne(
                        "SELECT count(*) FROM messages WHERE status = 'unknown' AND error_code = 'moved'",
                        row -> row.getLong(1))
                .orElse(0L));
        CapsulePeople.Arrivals people = made.people();
        int renumbered = (int) people.ids().entrySet().stream()
                .filter(each -> !each.getKey().equals(each.getValue()))
                .count();
        return new CapsuleReport(
                tenant.slug(),
                manifest.createdAt(),
                version,
                tables,
                people.created(),
                people.ids().size() - people.created(),
                renumbered,
                made.routes(),
                held);
    }
}
