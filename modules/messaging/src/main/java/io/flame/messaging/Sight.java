package io.flame.messaging;

import io.flame.identity.Caller;
import io.flame.identity.Visibility;
import java.util.List;
import java.util.UUID;

/**
 * Which conversations somebody may see.
 *
 * @param person whose own conversations are meant where not all may be seen
 */
public record Sight(Visibility visibility, UUID person) {

    private static final String TEAMS =
            " AND (c.user_id = ? OR c.user_id IN (SELECT other.user_id FROM team_members mine"
                    + " JOIN team_members other USING (team_id) WHERE mine.user_id = ?))";

    public static Sight of(Caller caller) {
        return new Sight(caller.seesAll() ? Visibility.ALL : caller.visibility(), caller.userId());
    }

    /** To be appended to a condition on conversations {@code c}. */
    ConversationFilter.Clause clause() {
        return switch (visibility) {
            case ALL -> new ConversationFilter.Clause("", List.of());
            case OWN -> new ConversationFilter.Clause(" AND c.user_id = ?", List.of(person));
            case TEAM -> new ConversationFilter.Clause(TEAMS, List.of(person, person));
        };
    }
}
