package io.flame.identity.sso;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.flame.kernel.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an identity provider is reached and recognised; no secret is part of it. */
sealed interface Connection {

    /** In the vocabulary of the API, of the table and of Keycloak alike. */
    @JsonIgnore
    String type();

    /** Keycloak's settings for it. */
    Map<String, String> config(String audience);

    static Connection read(String type, String json) {
        return type.equals(Oidc.TYPE) ? Json.read(json, Oidc.class) : Json.read(json, Saml.class);
    }

    /**
     * OpenID Connect.
     *
     * @param basic whether the client shows its secret in a header rather than in the form
     */
    record Oidc(
            String issuer,
            String clientId,
            String authorizationUrl,
            String tokenUrl,
            String keysUrl,
            @Nullable String userInfoUrl,
            boolean basic)
            implements Connection {

        static final String TYPE = "oidc";

        @Override
        @JsonIgnore
        public String type() {
            return TYPE;
        }

        /** Signatures are always checked, and PKCE keeps a stolen code worthless. */
        @Override
        public Map<String, String> config(String audience) {
            Map<String, String> config = new HashMap<>(Map.of(
                    "issuer", issuer,
                    "clientId", clientId,
                    "authorizationUrl", authorizationUrl,
                    "tokenUrl", tokenUrl,
                    "jwksUrl", keysUrl,
                    "useJwksUrl", "true",
                    "validateSignature", "true",
                    "defaultScope", "openid email profile"));
            config.put("userInfoUrl", userInfoUrl == null ? "" : userInfoUrl);
            config.put("disableUserInfo", Boolean.toString(userInfoUrl == null));
            config.put("clientAuthMethod", basic ? "client_secret_basic" : "client_secret_post");
            config.putAll(Map.of("pkceEnabled", "true", "pkceMethod", "S256", "loginHint", "true"));
            return config;
        }
    }

    /**
     * SAML 2.0.
     *
     * @param post whether the provider takes requests by POST rather than by redirect
     * @param certificates X.509 in Base64, any of which may sign
     */
    record Saml(String entityId, String ssoUrl, boolean post, List<String> certificates) implements Connection {

        static final String TYPE = "saml";

        @Override
        @JsonIgnore
        public String type() {
            return TYPE;
        }

        /** Every assertion has to be signed itself, whatever holds it. */
        @Override
        public Map<String, String> config(String audience) {
            Map<String, String> config = new HashMap<>(Map.of(
                    "idpEntityId",
                    entityId,
                    "singleSignOnServiceUrl",
                    ssoUrl,
                    "entityId",
                    audience,
                    "signingCertificate",
                    String.join(",", certificates),
                    "validateSignature",
                    "true",
                    "wantAssertionsSigned",
                    "true",
                    "wantAuthnRequestsSigned",
                    "true",
                    "signatureAlgorithm",
                    "RSA_SHA256"));
            config.put("postBindingAuthnRequest", Boolean.toString(post));
            config.put("postBindingResponse", "true");
            config.put("principalType", "SUBJECT");
            config.put("nameIDPolicyFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
            config.put("useMetadataDescriptorUrl", "false");
            return config;
        }
    }
}
