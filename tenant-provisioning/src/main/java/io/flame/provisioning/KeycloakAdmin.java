package io.flame.provisioning;

import static io.flame.identity.keycloak.KeycloakService.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Role;
import io.flame.identity.keycloak.Answer;
import io.flame.identity.keycloak.KeycloakHttp;
import io.flame.identity.keycloak.KeycloakRealm;
import io.flame.identity.keycloak.KeycloakService;
import io.flame.identity.keycloak.PersonName;
import io.flame.identity.keycloak.Strays;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Organizations and users of the realm. Everything may be repeated: what exists is found again. Roles and tenants are the
 * user attributes {@code role} and {@code tenant}, from which the realm makes the claims of the same names.
 */
final class KeycloakAdmin implements AutoCloseable {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int PAGE = 100;

    /** Nobody waits for it at a screen. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KeycloakHttp http = new KeycloakHttp(PATIENCE);
    private final KeycloakService service;
    private final Strays strays;

    KeycloakAdmin(Settings settings, Database database) {
        this.service = new KeycloakService(http, new KeycloakRealm(settings), settings, Clock.systemUTC());
        this.strays = new Strays(service, database, Clock.systemUTC());
    }

    /** A user as Keycloak has it. */
    record User(UUID id, String tenant, String role) {}

    /** A person to be created. */
    record NewUser(TenantId tenant, String email, String name, Role role, String password) {}

    Optional<String> findOrganization(TenantId tenant) {
        Answer answer = service.get("organizations?exact=true&search=" + encoded(tenant.slug()));
        return elements(expect("looking for organization " + tenant, answer))
                .filter(each -> each.path("alias").asText().equals(tenant.slug()))
                .map(each -> each.path("id").asText())
                .findFirst();
    }

    /** The id of the tenant's organization. Its name is the slug too, because names must differ and people's may not. */
    String ensureOrganization(TenantId tenant, String name, UUID tenantId) {
        return findOrganization(tenant).orElseGet(() -> createOrganization(tenant, name, tenantId));
    }

    private String createOrganization(TenantId tenant, String name, UUID tenantId) {
        ObjectNode organization = Json.mapper().createObjectNode();
        organization.put("name", tenant.slug()).put("alias", tenant.slug());
        organization.put("description", name).put("enabled", true);
        organization.putObject("attributes").putArray("tenant_id").add(tenantId.toString());
        Answer answer = service.post("organizations", organization.toString());
        if (answer.isConflict()) {
            return findOrganization(tenant)
                    .orElseThrow(() -> new KeycloakException("creating organization " + tenant, answer));
        }
        expect("creating organization " + tenant, answer);
        return answer.location();
    }

    /**
     * The account with this address. One that is a stray ({@link Strays}) is removed, unless it was made for this very tenant,
     * whose table may not have it yet.
     */
    Optional<User> findUser(TenantId tenant, String email) {
        Answer answer = service.get("users?exact=true&email=" + encoded(email));
        Optional<JsonNode> found =
                elements(expect("looking for a user", answer)).findFirst();
        Optional<User> user = found.map(KeycloakAdmin::user);
        if (user.isEmpty() || user.get().tenant().equals(tenant.slug()) || !strays.isStray(found.get())) {
            return user;
        }
        deleteUser(user.get().id());
        return Optional.empty();
    }

    private static User user(JsonNode json) {
        return new User(
                UUID.fromString(json.path("id").asText()),
                json.at("/attributes/tenant/0").asText(""),
                json.at("/attributes/role/0").asText(""));
    }

    /** Creates a person who does not exist yet; {@code field} is named when Keycloak refuses the password. */
    UUID createUser(NewUser user, String field) {
        Answer answer = service.post("users", representation(user).toString());
        if (answer.isConflict()) {
            throw Problem.conflict("A person with the e-mail address " + user.email() + " exists already");
        }
        refuseBadPassword(answer, field);
        expect("creating user " + user.email(), answer);
        return UUID.fromString(answer.location());
    }

    private static ObjectNode representation(NewUser user) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("username", user.email()).put("email", user.email()).put("emailVerified", true);
        json.put("enabled", true);
        PersonName.put(json, user.name());
        ObjectNode attributes = json.putObject("attributes");
        attributes.putArray("role").add(user.role().word());
        attributes.putArray("tenant").add(user.tenant().slug());
        json.putArray("credentials").add(credential(user.password()));
        return json;
    }

    /** Creates an account that nobody can sign in to before a password is set by mail. */
    UUID createAccount(TenantId tenant, CapsuleLines.Person person) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("username", person.email()).put("email", person.email()).put("emailVerified", true);
        json.put("enabled", person.enabled());
        PersonName.put(json, person.firstName() + " " + person.lastName());
        ObjectNode attributes = json.putObject("attributes");
        attributes.putArray("role").add(person.role());
        attributes.putArray("tenant").add(tenant.slug());
        Answer answer = service.post("users", json.toString());
        expect("creating user " + person.email(), answer);
        return UUID.fromString(answer.location());
    }

    /** The account as Keycloak describes it. */
    Optional<JsonNode> user(UUID userId) {
        Answer answer = service.get("users/" + userId);
        return answer.isMissing() ? Optional.empty() : Optional.of(expect("looking for a user", answer));
    }

    /** Every member of an organization as Keycloak describes it. */
    List<JsonNode> members(String organizationId) {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            String query = "organizations/" + organizationId + "/members?max=" + PAGE + "&first=" + all.size();
            page = elements(expect("looking for members", service.get(query))).toList();
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private static ObjectNode credential(String password) {
        return Json.mapper()
                .createObjectNode()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
    }

    /** Sets a password; one that was set before, which the realm's history refuses, is taken as set. */
    void setPassword(UUID userId, String password, String field) {
        Answer answer = service.put("users/" + userId + "/reset-password", credential(password));
        if (answer.error().equals("invalidPasswordHistoryMessage")) {
            return;
        }
        refuseBadPassword(answer, field);
        expect("setting a password", answer);
    }

    private static void refuseBadPassword(Answer answer, String field) {
        boolean password = answer.body().toString().toLowerCase(Locale.ROOT).contains("password");
        if (answer.status() == BAD_REQUEST && password) {
            throw Problem.invalid(field, "password_policy", "Keycloak refuses this password: " + answer.error());
        }
    }

    void ensureMember(String organizationId, UUID userId) {
        Answer answer = service.post("organizations/" + organizationId + "/members", userId.toString());
        if (!answer.isConflict()) {
            expect("adding a member", answer);
        }
    }

    boolean isMember(String organizationId, UUID userId) {
        Answer answer = service.get("organizations/" + organizationId + "/members/" + userId);
        return !answer.isMissing() && expect("looking for a member", answer).hasNonNull("id");
    }

    /** The tenant's own, connected or not yet; a realm where the service account may have none has none. */
    void deleteIdentityProviders(TenantId tenant) {
        String prefix = "sso-" + tenant.slug() + "-";
        Answer answer = service.get("identity-provider/instances?max=" + PAGE + "&search=" + encoded(prefix));
        if (answer.status() == FORBIDDEN) {
            return;
        }
        elements(expect("looking for identity providers", answer))
                .map(each -> each.path("alias").asText())
                .filter(alias -> alias.startsWith(prefix))
                .forEach(alias ->
                        gone("deleting an identity provider", service.delete("identity-provider/instances/" + alias)));
    }

    void deleteOrganization(String organizationId) {
        gone("deleting an organization", service.delete("organizations/" + organizationId));
    }

    /** Everybody whose attribute says that he belongs to this tenant. */
    List<UUID> usersOf(TenantId tenant) {
        List<UUID> all = new ArrayList<>();
        List<User> page;
        do {
            String query = "users?max=" + PAGE + "&first=" + all.size() + "&q=" + encoded("tenant:" + tenant.slug());
            page = elements(expect("looking for the users of " + tenant, service.get(query)))
                    .map(KeycloakAdmin::user)
                    .toList();
            page.stream()
                    .filter(user -> user.tenant().equals(tenant.slug()))
                    .map(User::id)
                    .forEach(all::add);
        } while (page.size() == PAGE);
        return all;
    }

    boolean isMemberElsewhere(UUID userId, TenantId tenant) {
        Answer answer = service.get("organizations/members/" + userId + "/organizations");
        return !answer.isMissing()
                && elements(expect("looking for memberships", answer))
                        .anyMatch(each -> !each.path("alias").asText().equals(tenant.slug()));
    }

    void deleteUser(UUID userId) {
        gone("deleting a user", service.delete("users/" + userId));
    }

    private static void gone(String action, Answer answer) {
        if (!answer.isMissing()) {
            expect(action, answer);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode expect(String action, Answer answer) {
        if (!answer.isOk()) {
            throw new KeycloakException(action, answer);
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
