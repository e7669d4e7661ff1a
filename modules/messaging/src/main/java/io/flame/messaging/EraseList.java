package io.flame.messaging;

import io.flame.kernel.persistence.Database;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The contacts of all tenants that were erased, as SHA-256 of their ids. It stands outside of the tenants' schemas, so that
 * restoring one of them does not take it back; for a restore of the whole database, a copy of it is kept elsewhere.
 */
public final class EraseList {

    private static final int MOST_AT_ONCE = 10_000;

    private final Database database;

    public EraseList(Database database) {
        this.database = database;
    }

    /** All of them, in hexadecimal digits. */
    public List<String> all() {
        return database.inPlatform(tx -> tx.query(
                "SELECT encode(contact_hash, 'hex') FROM flame.erase_list ORDER BY erased_at, 1",
                row -> row.getString(1)));
    }

    /**
     * Takes over what another copy has.
     *
     * @return how many were not there yet
     * @throws IllegalArgumentException for what is no SHA-256 in hexadecimal digits
     */
    public int add(Collection<String> hashes) {
        List<String> all = List.copyOf(hashes);
        all.forEach(EraseList::check);
        int added = 0;
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            String[] some =
                    all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)).toArray(String[]::new);
            added += database.inPlatform(tx -> tx.update(
                    "INSERT INTO flame.erase_list (contact_hash) SELECT decode(h, 'hex') FROM unnest(?) AS h"
                            + " ON CONFLICT DO NOTHING",
                    (Object) some));
        }
        return added;
    }

    private static void check(String hash) {
        if (HexFormat.of().parseHex(hash).length != 32) {
            throw new IllegalArgumentException(hash + " is no SHA-256");
        }
    }
}
