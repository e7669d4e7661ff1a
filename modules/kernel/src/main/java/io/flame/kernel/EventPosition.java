package io.flame.kernel;

import java.util.Optional;

/**
 * A place in a tenant's event log: transaction first, then row. Readers see only rows of transactions older than every
 * running one, so a position once passed never gains a row before it.
 */
public record EventPosition(long tx, long id) implements Comparable<EventPosition> {

    public static final EventPosition START = new EventPosition(0, 0);

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<EventPosition> parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1) {
            return Optional.empty();
        }
        try {
            long tx = Long.parseLong(text.substring(0, dash));
            long id = Long.parseLong(text.substring(dash + 1));
            return tx < 0 || id < 0 ? Optional.empty() : Optional.of(new EventPosition(tx, id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(EventPosition other) {
        int byTransaction = Long.compare(tx, other.tx);
        return byTransaction != 0 ? byTransaction : Long.compare(id, other.id);
    }

    @Override
    public String toString() {
        return tx + "-" + id;
    }
}
