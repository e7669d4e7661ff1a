package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks Keycloak's token endpoint, as the confidential client that may do nothing else. */
@ApplicationScoped
public class KeycloakLogin {

    private static final String SCOPE = "openid organization:*";
    private static final int UNAUTHORIZED = 401;

    /** By this scope the realm's flow for passwords learns that a code comes along. */
    private static final String OTP_GIVEN = "otp";

    /** What the flow says where one is needed and none came. */
    private static final String OTP_MISSING = "flame-otp-required";

    private final KeycloakCalls calls;
    private final KeycloakRealm realm;
    private final String clientId;
    private final String clientSecret;

    @Inject
    public KeycloakLogin(KeycloakHttp http, KeycloakRealm realm, Settings settings) {
        this.calls = new KeycloakCalls(http);
        this.realm = realm;
        this.clientId = settings.text("KEYCLOAK_LOGIN_CLIENT_ID", "flame-login");
        this.clientSecret = settings.required("KEYCLOAK_LOGIN_CLIENT_SECRET");
    }

    /**
     * Signs in. Who has set up a second factor needs {@code otp} besides; that it is missing is told only to who knows the
     * password, and that it is wrong is told like a wrong password.
     */
    public IssuedTokens byPassword(String email, String password, Optional<String> otp) {
        Map<String, String> grant = new HashMap<>(Map.of("grant_type", "password", "username", email));
        grant.put("password", password);
        grant.put("scope", otp.isPresent() ? SCOPE + " " + OTP_GIVEN : SCOPE);
        otp.ifPresent(code -> grant.put("totp", code));
        HttpResponse<String> answer = calls.post(realm.tokens(), asClient(grant));
        if (answer.statusCode() == UNAUTHORIZED && answer.body().contains(OTP_MISSING)) {
            throw Problem.of(
                    ProblemCode.OTP_REQUIRED, "The account has a second factor: otp has to be its current code");
        }
        return read(answer, wrongPassword());
    }

    /**
     * Refuses without asking about the account: Keycloak hashes the password for a user nobody is, which takes as long as
     * for one who has another password.
     */
    public Problem refuse(String password) {
        try {
            byPassword("nobody-" + UUID.randomUUID(), password, Optional.empty());
            return wrongPassword();
        } catch (Problem refusal) {
            return refusal;
        }
    }

    /**
     * A new pair.
     *
     * @param tenant the only organization that the access token is to name; one that is gone is as good as none. Without
     *     it, or for somebody who does not belong to it, see {@code TokenClaims}
     */
    public IssuedTokens byRefreshToken(String refreshToken, Optional<String> tenant) {
        Map<String, String> grant = new HashMap<>(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
        tenant.ifPresent(alias -> grant.put("scope", "openid organization:" + alias));
        HttpResponse<String> answer = calls.post(realm.tokens(), asClient(grant));
        if (tenant.isPresent() && answer.body().contains("\"invalid_scope\"")) {
            return byRefreshToken(refreshToken, Optional.empty());
        }
        return read(
                answer,
                Problem.of(ProblemCode.TOKEN_INVALID, "The refresh token is invalid, was used before, or has expired"));
    }

    /**
     * A pair for the same session whose refresh token stands for every organization of the user. Keycloak holds a session
     * that began with one to that one ({@code OrganizationTokenPostProcessor}); a token exchange does not.
     */
    public IssuedTokens forAllOrganizations(String accessToken) {
        return read(
                calls.post(
                        realm.tokens(),
                        asClient(Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                                "subject_token", accessToken,
                                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                                "requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token",
                                "scope", SCOPE))),
                Problem.of(ProblemCode.TOKEN_INVALID, "The session has ended"));
    }

    /** Whose refresh token this is, without using it up; empty when it is good no more. */
    public Optional<UUID> ownerOf(String refreshToken) {
        Map<String, String> question = Map.of("token", refreshToken, "token_type_hint", "refresh_token");
        HttpResponse<String> answer = calls.post(realm.introspection(), asClient(question));
        if (answer.statusCode() != 200) {
            throw KeycloakCalls.unexpected(answer);
        }
        JsonNode token = Json.read(answer.body(), JsonNode.class);
        return token.path("active").asBoolean() ? Ids.parse(token.path("sub").asText()) : Optional.empty();
    }

    /** Ends the session of this token. False when Keycloak knows no such session, or not any more. */
    public boolean logout(String refreshToken) {
        HttpResponse<String> answer = calls.post(realm.logout(), asClient(Map.of("refresh_token", refreshToken)));
        return switch (answer.statusCode()) {
            case 200, 204 -> true;
            case 400 -> false;
            default -> throw KeycloakCalls.unexpected(answer);
        };
    }

    private Map<String, String> asClient(Map<String, String> grant) {
        Map<String, String> form = new HashMap<>(grant);
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret);
        return form;
    }

    private static IssuedTokens read(HttpResponse<String> answer, Problem refusal) {
        if (answer.statusCode() == 200) {
            return Json.read(answer.body(), IssuedTokens.class);
        }
        if (answer.body().contains("\"invalid_grant\"")) {
            throw refusal;
        }
        throw KeycloakCalls.unexpected(answer);
    }

    private static Problem wrongPassword() {
        return Problem.of(ProblemCode.CREDENTIALS_INVALID, "The address or the password is wrong");
    }
}
