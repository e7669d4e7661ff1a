package io.flame.provisioning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines of a capsule's small files. */
final class CapsuleLines {
    static final String PEOPLE = "people.jsonl";
    static final String ROUTES = "routes.jsonl";
    static final String JOBS = "jobs.jsonl";
    static final String SEQUENCES = "sequences.jsonl";
    static final String KEY = "key.jsonl";

    private CapsuleLines() {}

    /**
     * Somebody's account.
     *
     * @param id in Keycloak and in the table of users
     * @param enabled whether the account itself may be used
     * @param active whether this tenant lets its holder in
     */
    record Person(
            UUID id, String email, String firstName, String lastName, String role, boolean enabled, boolean active) {}

    /**
     * What leads a provider's webhooks to an integration.
     *
     * @param externalId null for a verify token: its hash is another one on each installation
     */
    record Route(String platform, @Nullable String externalId, UUID integrationId) {}

    /** Work that waits and sends nothing to anybody. */
    record Job(String kind, String key, Instant dueAt) {}

    /** Where an identity column has got to. */
    record Sequence(String table, String column, long last, boolean called) {}

    /** The tenant's data key, closed for the recipient; Base64. */
    record Key(String wrapped) {}
}
