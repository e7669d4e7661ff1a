package io.flame.kernel.usage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is limited. New ones stand at the end: nodes of two versions agree on the place of each. */
public enum Limit {
    /** Messages sent in a calendar month on the tenant's clocks, by people and by assistants; never those received. */
    MESSAGES("messages", Period.MONTH, "usage_messages"),
    /** Assistants, whatever their status. */
    ASSISTANTS("assistants", Period.NONE, null),
    /** Active people, and invitations that can still be accepted. */
    SEATS("seats", Period.NONE, null),
    /** Tokens that language models have read and written in a calendar month on the tenant's clocks. */
    AI_TOKENS("aiTokens", Period.MONTH, "usage_ai_tokens"),
    /** Bytes of the files that messages refer to. */
    STORAGE("storage", Period.NONE, null),
    /** Calls of the API in a minute, of all the tenant's callers together. */
    REQUESTS("requestsPerMinute", Period.MINUTE, null);

    private final String word;
    private final Period period;
    private final @Nullable String table;

    Limit(String word, Period period, @Nullable String table) {
        this.word = word;
        this.period = period;
        this.table = table;
    }

    /** The name operators give it. */
    public String word() {
        return word;
    }

    Period period() {
        return period;
    }

    /** Where its use is written down; empty where what is there is counted. */
    Optional<String> table() {
        return Optional.ofNullable(table);
    }
}
