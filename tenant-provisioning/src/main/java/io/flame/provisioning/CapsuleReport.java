package io.flame.provisioning;

import java.time.Instant;
import java.util.List;

/**
 * What an import has brought.
 *
 * @param tenant the slug here; suspended until somebody has looked at it
 * @param createdAt when the capsule was written
 * @param schemaVersion of the tenant's schema now
 * @param tables each with its rows, compared with the manifest after they were stored
 * @param accountsCreated people who had no account here, and set a password by mail
 * @param accountsLinked people who had one already
 * @param accountsRenumbered people whose account has another id here than where the capsule was written
 * @param routes provider accounts that now lead to this tenant
 * @param heldMessages messages that were still to be sent when the capsule was written, and that are not sent from here
 */
public record CapsuleReport(
        String tenant,
        Instant createdAt,
        String schemaVersion,
        List<Table> tables,
        int accountsCreated,
        int accountsLinked,
        int accountsRenumbered,
        int routes,
        long heldMessages) {

    /** @param sha256 of the rows in the capsule's form */
    public record Table(String name, long rows, String sha256) {}

    /** All rows together. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
