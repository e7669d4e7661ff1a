package io.flame.identity.sso;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.flame.identity.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's identity provider as its administrators see it; no secret is part of it.
 *
 * @param alias by which Keycloak knows it; {@code kc_idp_hint} of a sign-in that goes there at once
 * @param status {@code pending} until the domain is proven, then {@code active}, or {@code disabled}
 * @param role what people become who come for the first time
 * @param record what the domain's owner publishes as proof
 * @param callbackUrl where the provider has to send people back to
 * @param audience what FLAME is called towards the provider: a SAML provider's entity id of the other side
 * @param version for {@code ETag}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderView(
        UUID id,
        String alias,
        String type,
        String name,
        String domain,
        String status,
        boolean enabled,
        Role role,
        Proof record,
        String callbackUrl,
        String audience,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String entityId,
        @Nullable String ssoUrl,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int version) {

    /** A DNS record. */
    public record Proof(String name, String type, String value) {}
}
