package io.flame.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What Keycloak's token endpoint answers (RFC 6749 section 5.1). */
public record IssuedTokens(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("expires_in") long expiresIn) {}
