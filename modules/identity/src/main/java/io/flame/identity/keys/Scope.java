package io.flame.identity.keys;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One group of operations that a service key may be allowed. There is a scope only where an agent has the right too: a key
 * is never an administrator, and never signs in or makes keys.
 */
public enum Scope {
    CONVERSATIONS_READ,
    CONVERSATIONS_WRITE,
    ASSISTANTS_READ,
    INTEGRATIONS_READ,
    EVENTS_READ,
    USERS_READ,
    TEAMS_READ;

    /** By the first part of an operation's path below {@code /api}. */
    private static final Map<String, String> GROUPS = Map.of(
            "conversations", "conversations",
            "assistants", "assistants",
            "holidays", "assistants",
            "integrations", "integrations",
            "events", "events",
            "users", "users",
            "teams", "teams");

    /** As it stands in JSON, such as {@code conversations:read}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }

    /**
     * The scope that an operation needs; empty for one that no key may call.
     *
     * @param method such as {@code GET}
     * @param path the operation's path below {@code /api}, with or without a leading slash
     */
    public static Optional<Scope> needed(String method, String path) {
        String first = path.replaceFirst("^/+", "").split("/", 2)[0];
        String kind = method.equals("GET") || method.equals("HEAD") ? "read" : "write";
        return Optional.ofNullable(GROUPS.get(first)).flatMap(group -> of(group + ":" + kind));
    }
}
