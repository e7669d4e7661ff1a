package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Makes all nodes take turns over one customer's messages, so that ten pictures of a new contact, on ten nodes at once,
 * make one contact and one conversation. Senders share a fixed number of locks, which bounds what one batch can hold.
 */
final class SenderLocks {

    private static final int STRIPES = 1_024;
    private static final long NAMESPACE = 0x464C_414DL << 32;

    private SenderLocks() {}

    /** As {@link #takeAll}, for the senders of these messages. */
    static void take(Transaction tx, List<InboundEvent.Message> messages) throws SQLException {
        takeAll(
                tx,
                messages.stream()
                        .flatMap(message -> message.sender().identities().stream()
                                .map(identity -> new SenderKey(message.integrationId(), identity)))
                        .toList());
    }

    /** Waits for every sender's lock, always in the same order, and holds them until the transaction ends. */
    static void takeAll(Transaction tx, Collection<SenderKey> senders) throws SQLException {
        int tenant = tx.tenant().slug().hashCode();
        Long[] keys = senders.stream()
                .map(sender -> stripe(tenant, sender.integrationId().hashCode(), sender.identity()))
                .distinct()
                .sorted()
                .toArray(Long[]::new);
        tx.query("SELECT pg_advisory_xact_lock(k) FROM unnest(?) AS k", row -> true, (Object) keys);
    }

    private static long stripe(int tenant, int integration, String identity) {
        int mixed = 31 * (31 * tenant + integration) + identity.hashCode();
        mixed ^= mixed >>> 16;
        long place = Math.floorMod(mixed, STRIPES);
        return NAMESPACE | (long) (tenant & 0x3F_FFFF) << 10 | place;
    }
}
