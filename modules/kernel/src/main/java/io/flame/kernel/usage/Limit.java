package io.flame.kernel.usage;

import java.util.Locale;

/** What is limited. */
public enum Limit {
    /** Messages sent in a calendar month on the tenant's clocks, by people and by assistants; never those received. */
    MESSAGES,
    /** Assistants, whatever their status. */
    ASSISTANTS,
    /** Active people, and invitations that can still be accepted. */
    SEATS;

    /** The name operators give it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isMonthly() {
        return this == MESSAGES;
    }
}
