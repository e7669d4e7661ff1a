package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keycloak's list of what administrators have done to accounts: its admin events, which the realm must keep and the service
 * account may read with the role {@code view-events}. 503 while Keycloak is down.
 */
@ApplicationScoped
public class KeycloakChanges {

    private static final int PAGE = 500;
    private static final String QUERY = "admin-events?operationTypes=UPDATE&operationTypes=DELETE&resourceTypes=USER"
            + "&resourceTypes=ORGANIZATION_MEMBERSHIP&direction=asc&max=" + PAGE + "&dateFrom=%d&first=%d";
    private static final Pattern USER = Pattern.compile("users/([0-9a-f-]{36})");
    private static final Pattern MEMBER = Pattern.compile("organizations/([0-9a-f-]{36})/members/([0-9a-f-]{36})");

    private final KeycloakService service;

    @Inject
    public KeycloakChanges(KeycloakService service) {
        this.service = service;
    }

    /**
     * An account was changed or deleted, or left an organization.
     *
     * @param organization the id of the one it left; empty when the account itself was changed
     */
    public record Change(UUID userId, Optional<String> organization, Instant at) {}

    /** What was done from then on, in the order of its time. */
    public List<Change> since(Instant from) {
        List<Change> all = new ArrayList<>();
        int seen = 0;
        JsonNode page;
        do {
            page = service.get(QUERY.formatted(from.toEpochMilli(), seen)).expected();
            page.forEach(event -> change(event).ifPresent(all::add));
            seen += page.size();
        } while (page.size() == PAGE);
        return all;
    }

    /** An account that is gone is not enabled. */
    public boolean isEnabled(Change change) {
        return service.get("users/" + change.userId())
                .found()
                .filter(user -> user.path("enabled").asBoolean())
                .isPresent();
    }

    /** Whether the account is back in the organization it left. */
    public boolean isMember(Change change) {
        return service.get("organizations/" + change.organization().orElseThrow() + "/members/" + change.userId())
                .found()
                .filter(member -> member.hasNonNull("id"))
                .isPresent();
    }

    private static Optional<Change> change(JsonNode event) {
        String path = event.path("resourcePath").asText();
        Instant at = Instant.ofEpochMilli(event.path("time").asLong());
        Matcher member = MEMBER.matcher(path);
        if (member.matches() && event.path("operationType").asText().equals("DELETE")) {
            return Ids.parse(member.group(2)).map(user -> new Change(user, Optional.of(member.group(1)), at));
        }
        Matcher user = USER.matcher(path);
        return user.matches()
                ? Ids.parse(user.group(1)).map(id -> new Change(id, Optional.empty(), at))
                : Optional.empty();
    }
}
