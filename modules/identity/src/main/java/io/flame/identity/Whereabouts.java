package io.flame.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In which tenant sessions are, and from where they were used last. */
interface Whereabouts {

    /**
     * A session that has just been given tokens.
     *
     * @param tenant the slug; null for an operator
     */
    record Seen(String session, UUID userId, @Nullable String tenant, Visitor visitor, Instant at) {}

    void note(Seen seen);

    /** Where a session was last. */
    Optional<Seen> find(String session);

    /** The tenant in which the person has been last, in whichever session. */
    Optional<String> lastTenantOf(UUID userId);

    /** By the sessions' ids. */
    Map<String, Seen> of(UUID userId);
}
