package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Role;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The accounts behind a tenant's people: Keycloak's users and their organizations. Everything here may be repeated. 503
 * while Keycloak is down.
 */
@ApplicationScoped
public class KeycloakMembers {

    private static final int BAD_REQUEST = 400;

    private final KeycloakService service;
    private final Strays strays;

    @Inject
    public KeycloakMembers(KeycloakService service, Database database, Clock clock) {
        this.service = service;
        this.strays = new Strays(service, database, clock);
    }

    /** An account to be made. */
    public record NewAccount(TenantId tenant, String email, String name, Role role, String password) {

        /** Passwords are not for logs. */
        @Override
        public String toString() {
            return "NewAccount[" + email + "]";
        }
    }

    /** The account with this e-mail address, of whichever tenant; one that is a stray ({@link Strays}) is removed. */
    public Optional<UUID> find(String email) {
        JsonNode users = service.get("users?exact=true&email=" + KeycloakCalls.encoded(email))
                .expected();
        if (users.isEmpty()) {
            return Optional.empty();
        }
        UUID userId = UUID.fromString(users.get(0).path("id").asText());
        if (strays.isStray(users.get(0))) {
            service.delete("users/" + userId).expectedUnlessMissing();
            return Optional.empty();
        }
        return Optional.of(userId);
    }

    /**
     * Makes an account whose e-mail address a mail has confirmed.
     *
     * @throws Problem 409 when the address has an account already, 422 when the realm refuses the password
     */
    public UUID create(NewAccount account) {
        Answer answer = service.post("users", representation(account).toString());
        if (answer.isConflict()) {
            throw Problem.conflict("The e-mail address has an account already");
        }
        boolean password = answer.body().toString().toLowerCase(Locale.ROOT).contains("password");
        if (answer.status() == BAD_REQUEST && password) {
            throw PasswordPolicy.refusal("password", answer.error());
        }
        answer.expected();
        return UUID.fromString(answer.location());
    }

    public void join(String organizationId, UUID userId) {
        Answer answer = service.post("organizations/" + organizationId + "/members", userId.toString());
        if (!answer.isConflict()) {
            answer.expected();
        }
    }

    /**
     * Ends the membership, and all sessions of somebody who belongs to no other organization. Who came through the
     * organization's own identity provider stays linked, because Keycloak would delete such an account with the link.
     */
    public void leave(String organizationId, UUID userId) {
        String member = "organizations/" + organizationId + "/members/" + userId;
        Answer found = service.get(member);
        boolean managed = found.body().path("membershipType").asText().equals("MANAGED");
        if (!found.isMissing() && !managed) {
            service.delete(member).expectedUnlessMissing();
        }
        if (managed || organizations(userId) == 0) {
            service.post("users/" + userId + "/logout", null).expectedUnlessMissing();
        }
    }

    /** Brings the name and, where this is the account's first tenant, the role of tokens in line. */
    public void describe(TenantId tenant, UUID userId, String name, Role role) {
        if (service.get("users/" + userId).found().orElse(null) instanceof ObjectNode user
                && user.at("/attributes/tenant/0").asText().equals(tenant.slug())) {
            PersonName.put(user, name);
            user.withObjectProperty("attributes").putArray("role").add(role.word());
            service.put("users/" + userId, user).expected();
        }
    }

    /** Notes that a mail to the account's address has arrived. */
    public void verified(UUID userId) {
        if (service.get("users/" + userId).expected() instanceof ObjectNode user
                && !user.path("emailVerified").asBoolean()) {
            service.put("users/" + userId, user.put("emailVerified", true)).expected();
        }
    }

    private int organizations(UUID userId) {
        return service.get("organizations/members/" + userId + "/organizations")
                .found()
                .map(JsonNode::size)
                .orElse(0);
    }

    private static ObjectNode representation(NewAccount account) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("username", account.email()).put("email", account.email());
        json.put("emailVerified", true).put("enabled", true);
        PersonName.put(json, account.name());
        ObjectNode attributes = json.putObject("attributes");
        attributes.putArray("role").add(account.role().word());
        attributes.putArray("tenant").add(account.tenant().slug());
        json.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", account.password())
                .put("temporary", false);
        return json;
    }
}
