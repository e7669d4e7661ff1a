package io.flame.channels;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what providers sent and nobody could take, for a person to look at. The same thing sent again is kept once. What
 * belongs to no tenant is bounded in size and number; what a tenant's schema refused is somebody's message and is always
 * kept whole.
 */
@ApplicationScoped
class Quarantine {

    private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());

    private static final int MOST_ROWS = 20_000;
    private static final int MOST_BYTES = 65_536;
    private static final int LONGEST_REASON = 100;

    private static final String KEEP = """
            INSERT INTO flame.quarantine (id, platform, reason, body, tenant)
            SELECT ?, ?, ?, ?, (SELECT t.slug FROM flame.tenants t WHERE t.slug = ?)
             WHERE ? OR (SELECT count(*) FROM (SELECT 1 FROM flame.quarantine LIMIT ?) AS kept) < ?
            ON CONFLICT (id) DO NOTHING""";

    private final Database database;
    private final AtomicLong seen = new AtomicLong();

    @Inject
    Quarantine(Database database) {
        this.database = database;
    }

    /**
     * Keeps the beginning of something that nobody understands, as long as there is room.
     *
     * @param tenant whose number it came to, if it is somebody's
     */
    void keep(Platform platform, Optional<TenantId> tenant, String reason, byte[] body) {
        byte[] beginning = body.length > MOST_BYTES ? Arrays.copyOf(body, MOST_BYTES) : body;
        insert(new Kept(platform, tenant, reason, beginning, false), body);
    }

    /** Keeps what a tenant's schema could not take, whole. */
    void keepWhole(Platform platform, TenantId tenant, String reason, byte[] body) {
        insert(new Kept(platform, Optional.of(tenant), reason, body, true), body);
    }

    /** How many things came here since the start, repeats included. */
    long seen() {
        return seen.get();
    }

    /** @param always whether there is always room for it */
    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(Platform platform, Optional<TenantId> tenant, String reason, byte[] body, boolean always) {}

    private void insert(Kept kept, byte[] whole) {
        UUID id = id(kept.platform(), kept.reason(), whole);
        String word = CleanText.shortened(CleanText.of(kept.reason()), LONGEST_REASON);
        String owner = kept.tenant().map(TenantId::slug).orElse(null);
        LOG.log(INFO, "{0} webhook: {1}, {2} bytes kept as {3}", kept.platform().word(), word, kept.body().length, id);
        seen.incrementAndGet();
        try {
            database.runInPlatform(tx -> tx.update(
                    KEEP, id, kept.platform().word(), word, kept.body(), owner, kept.always(), MOST_ROWS, MOST_ROWS));
        } catch (DatabaseException e) {
            LOG.log(ERROR, "not even the quarantine takes " + id, e);
        }
    }

    /** The same thing always gets the same id (a version 8 UUID from a hash). */
    private static UUID id(Platform platform, String reason, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((platform.word() + "/" + reason + "/").getBytes(StandardCharsets.UTF_8));
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(body));
            long high = (hash.getLong() & ~0xF000L) | 0x8000L;
            long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
