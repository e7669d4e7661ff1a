package io.flame.feed;

import io.flame.identity.Caller;
import io.flame.identity.ConversationSight;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one listener may see of the log. Whoever is limited to some conversations sees what happens in these, by what holds
 * at the moment of telling, and nothing that happens elsewhere in the business. Looking takes a query: never under a lock.
 */
public final class Eyes {

    /** Somebody who may see everything. */
    static final Eyes ALL = new Eyes(null, null);

    private final @Nullable Caller limited;
    private final @Nullable ConversationSight sight;

    private Eyes(@Nullable Caller limited, @Nullable ConversationSight sight) {
        this.limited = limited;
        this.sight = sight;
    }

    public static Eyes of(Caller caller, ConversationSight sight) {
        return caller.seesAll() ? ALL : new Eyes(caller, sight);
    }

    boolean seeAll() {
        return limited == null;
    }

    /** Those of the frames that may be shown now. */
    List<Frame> look(List<Frame> frames) {
        return seeAll() ? frames : shown(frames, seen(frames));
    }

    /** Of the conversations that these frames tell of, those that may be seen now. */
    Set<UUID> seen(Collection<Frame> frames) {
        if (limited == null || sight == null) {
            throw new IllegalStateException("who sees everything need not look");
        }
        Set<UUID> told = new HashSet<>();
        for (Frame frame : frames) {
            UUID conversation = frame.conversation();
            if (conversation != null) {
                told.add(conversation);
            }
        }
        return told.isEmpty() ? Set.of() : sight.seen(limited, told);
    }

    /** Whether this conversation may be seen now; whoever sees everything is not asked whether it exists. */
    boolean see(UUID conversation) {
        return limited == null || sight == null || sight.seen(limited, List.of(conversation)).contains(conversation);
    }

    /** What tells of one of these conversations; lists of who is there and the like are for everybody. */
    static List<Frame> shown(List<Frame> frames, Set<UUID> seen) {
        return frames.stream()
                .filter(frame -> frame.isForEverybody() || isOf(frame.conversation(), seen))
                .toList();
    }

    private static boolean isOf(@Nullable UUID conversation, Set<UUID> seen) {
        return conversation != null && seen.contains(conversation);
    }

    /** Two listeners of the same person see the same, and need to look once. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Eyes eyes && Objects.equals(limited, eyes.limited);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(limited);
    }
}
