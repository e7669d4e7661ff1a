package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Moves whole tenants from one installation to another: a capsule is one archive with everything that belongs to a tenant,
 * readable by anybody but for its secrets, which only the installation it was written for can open. Refusals are
 * {@link Problem}s. What was cut off is finished by the next call.
 */
public final class Capsules {
    private final CapsuleExport exporting;
    private final CapsuleImport importing;
    private final CapsuleRuns runs;
    private final SagaLog log;
    private final InstallationKeys keys;

    Capsules(CapsuleExport exporting, CapsuleImport importing, CapsuleRuns runs, SagaLog log, InstallationKeys keys) {
        this.exporting = exporting;
        this.importing = importing;
        this.runs = runs;
        this.log = log;
        this.keys = keys;
    }

    /** The public key that a capsule for this installation is written for. */
    public String recipientKey() {
        return keys.recipient();
    }

    /** The public key that capsules from this installation are signed with. */
    public String signerKey() {
        return keys.signer();
    }

    /**
     * Writes a suspended tenant's capsule; the file is there when it is whole.
     *
     * @param recipient the key of the installation it is for; empty for this one
     */
    public CapsuleManifest write(String slug, Path file, Optional<String> recipient) {
        TenantId tenant = existing(slug);
        ObjectNode options = exportOptions(recipient);
        return write(runs.begin(tenant, CapsuleRuns.EXPORT, CapsuleRuns.newId(), null, options), tenant, file, options);
    }

    /** Checks what can be checked at once, so that whoever asks hears of it. */
    ObjectNode exportOptions(Optional<String> recipient) {
        String key = recipient.orElseGet(keys::recipient);
        if (!InstallationKeys.isRecipient(key)) {
            throw Problem.invalid("recipientKey", "malformed", "must be the recipient key of an installation");
        }
        return Json.mapper().createObjectNode().put("recipientKey", key);
    }

    /** Two that hold themselves for the writer write two files, and only the one that holds the run puts its in place. */
    CapsuleManifest write(UUID holder, TenantId tenant, Path file, JsonNode options) {
        Path part = file.resolveSibling(file.getFileName() + "." + holder + ".part");
        try {
            CapsuleManifest manifest =
                    writePart(holder, tenant, part, options.path("recipientKey").asText());
            runs.done(holder, manifest, tx -> put(part, file));
            return manifest;
        } catch (IOException failure) {
            throw failed(holder, cannotWrite(file, failure));
        } catch (RuntimeException failure) {
            throw failed(holder, failure);
        } finally {
            delete(part);
        }
    }

    private CapsuleManifest writePart(UUID holder, TenantId tenant, Path part, String recipient) throws IOException {
        try (CapsuleHeartbeat notes = heartbeat(holder, "rest", () -> {});
                OutputStream out = Files.newOutputStream(part)) {
            return exporting.write(tenant, recipient, out, notes);
        }
    }

    private static void put(Path part, Path file) {
        try {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw cannotWrite(file, failure);
        }
    }

    private static IllegalStateException cannotWrite(Path file, IOException failure) {
        return new IllegalStateException("cannot write " + file + ": " + failure.getMessage(), failure);
    }

    /**
     * Makes a tenant of a capsule.
     *
     * @param slug its name here; empty for the one it had
     */
    public CapsuleReport read(Path file, Optional<String> slug, CapsuleTrust trust) {
        try (CapsuleFile capsule = CapsuleFile.open(file, trusting(trust))) {
            TenantId tenant = slug(slug.orElse(capsule.manifest().tenant().slug()));
            importing.check(capsule, tenant, isSame(capsule, tenant), () -> {});
            UUID holder =
                    runs.begin(tenant, CapsuleRuns.IMPORT, CapsuleRuns.newId(), null, importOptions(capsule, trust));
            try {
                return read(holder, capsule, tenant);
            } catch (RuntimeException failure) {
                throw failed(holder, failure);
            }
        }
    }

    /** Goes on with an import; whoever calls notes its failure. */
    CapsuleReport readAgain(CapsuleRun run, Path file) {
        UUID holder = run.holder().orElseThrow();
        try (CapsuleFile capsule = CapsuleFile.open(file, trust(run))) {
            TenantId tenant = TenantId.of(run.tenant());
            try (CapsuleHeartbeat notes = heartbeat(holder, "check", () -> {})) {
                importing.check(capsule, tenant, true, () -> notes.at("check", 0));
            }
            return read(holder, capsule, tenant);
        }
    }

    private CapsuleReport read(UUID holder, CapsuleFile capsule, TenantId tenant) {
        CapsuleReport report = imported(holder, capsule, tenant);
        runs.done(holder, report, tx -> {});
        return report;
    }

    private CapsuleReport imported(UUID holder, CapsuleFile capsule, TenantId tenant) {
        try (CapsuleHeartbeat notes = heartbeat(holder, "people", () -> log.keep(tenant))) {
            return importing.run(capsule, tenant, notes);
        }
    }

    /** Checks an upload as far as that costs nothing, and tells what to remember of it. */
    ObjectNode importOptions(Path file, TenantId tenant, CapsuleTrust trust) {
        try (CapsuleFile capsule = CapsuleFile.open(file, trusting(trust))) {
            importing.check(capsule, tenant, isSame(capsule, tenant), () -> {});
            return importOptions(capsule, trust);
        }
    }

    private static ObjectNode importOptions(CapsuleFile capsule, CapsuleTrust trust) {
        ObjectNode options = Json.mapper().createObjectNode();
        options.put("capsule", capsule.fingerprint()).put("untrusted", trust.anybody());
        trust.signers().forEach(options.putArray("trust")::add);
        return options;
    }

    private CapsuleTrust trust(CapsuleRun run) {
        Set<String> signers = new HashSet<>();
        run.options().path("trust").forEach(key -> signers.add(key.asText()));
        return trusting(new CapsuleTrust(run.options().path("untrusted").asBoolean(), signers));
    }

    /** What this installation has signed it believes. */
    private CapsuleTrust trusting(CapsuleTrust trust) {
        Set<String> signers = new HashSet<>(trust.signers());
        signers.add(keys.signer());
        return new CapsuleTrust(trust.anybody(), signers);
    }

    private boolean isSame(CapsuleFile capsule, TenantId tenant) {
        return runs.find(tenant, CapsuleRuns.IMPORT)
                .filter(run -> run.options().path("capsule").asText().equals(capsule.fingerprint()))
                .isPresent();
    }

    /** The last export of a tenant. */
    public Optional<CapsuleRun> lastExport(String slug) {
        return runs.find(slug(slug), CapsuleRuns.EXPORT);
    }

    /** The last import under this name. */
    public Optional<CapsuleRun> lastImport(String slug) {
        return runs.find(slug(slug), CapsuleRuns.IMPORT);
    }

    CapsuleRuns runs() {
        return runs;
    }

    /** Gives up an import that has failed too often. */
    void abandon(CapsuleRun run) {
        importing.undo(TenantId.of(run.tenant()));
    }

    TenantId existing(String slug) {
        TenantId tenant = slug(slug);
        exporting.require(tenant);
        return tenant;
    }

    static TenantId slug(String slug) {
        if (!TenantId.isValid(slug)) {
            throw Problem.notFound();
        }
        return TenantId.of(slug);
    }

    private RuntimeException failed(UUID holder, RuntimeException failure) {
        if (!(failure instanceof CapsuleTakenOver)) {
            runs.fail(holder, failure, !CapsuleImport.isFinal(failure));
        }
        return failure;
    }

    private CapsuleHeartbeat heartbeat(UUID holder, String step, Runnable more) {
        return new CapsuleHeartbeat(runs, holder, step, CapsuleHeartbeat.BETWEEN_BEATS, more);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it is swept away later
        }
    }
}
