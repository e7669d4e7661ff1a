package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a capsule says of itself. It is signed, and everything else in the capsule is checked against it.
 *
 * @param product always {@link #PRODUCT}
 * @param format of the archive; one that is newer than {@link #FORMAT} cannot be read
 * @param signer the public key of the installation that has written it
 * @param recipient the public key of the installation that can open its secrets
 * @param schemaVersion the change set that was applied to the tenant's schema last
 * @param changeSets all change sets of the tenant's schema, each with its checksum
 * @param entries the files of the archive but for the manifest and its signature
 * @param excluded what was left out on purpose
 */
public record CapsuleManifest(
        String product,
        int format,
        Instant createdAt,
        String signer,
        String recipient,
        Tenant tenant,
        String schemaVersion,
        List<String> changeSets,
        List<Entry> entries,
        List<Excluded> excluded) {

    static final String PRODUCT = "FLAME Assistant capsule";
    static final int FORMAT = 1;

    /**
     * The tenant as the registry had it.
     *
     * @param quotas what it has instead of its plan's
     * @param planQuotas what its plan allowed
     */
    public record Tenant(
            String slug,
            UUID id,
            String name,
            String locale,
            String timeZone,
            String plan,
            JsonNode quotas,
            JsonNode planQuotas) {}

    /**
     * A file of the archive.
     *
     * @param rows lines, without that of the column names
     * @param bytes uncompressed
     * @param sha256 of the uncompressed bytes, in hexadecimal digits
     * @param columns of a table, in the order in which they stand; empty for anything else
     */
    public record Entry(String name, long rows, long bytes, String sha256, List<String> columns) {
        private static final String TABLES = "tables/";
        private static final String ENDING = ".tsv";

        static String nameOf(String table) {
            return TABLES + table + ENDING;
        }

        Optional<String> table() {
            return name.startsWith(TABLES) && name.endsWith(ENDING)
                    ? Optional.of(name.substring(TABLES.length(), name.length() - ENDING.length()))
                    : Optional.empty();
        }
    }

    /** A table that does not travel. */
    public record Excluded(String table, String reason) {}

    Entry entry(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CapsuleFile.damaged("it has no " + name));
    }

    public List<Entry> tables() {
        return entries.stream().filter(entry -> entry.table().isPresent()).toList();
    }

    /** Rows of all tables. */
    long rows() {
        return tables().stream().mapToLong(Entry::rows).sum();
    }

    /** What its secrets are bound to besides the recipient's key. */
    static String context(String slug, UUID id) {
        return "capsule/" + slug + "/" + id;
    }

    String context() {
        return context(tenant.slug(), tenant.id());
    }
}
