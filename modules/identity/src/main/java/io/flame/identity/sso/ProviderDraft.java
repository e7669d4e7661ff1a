package io.flame.identity.sso;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Role;
import io.flame.kernel.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of an identity provider. What the body does not name stays as it is.
 *
 * @param domain only of a new one: it never changes
 */
record ProviderDraft(
        String type,
        Optional<String> name,
        Optional<EmailDomain> domain,
        Optional<Role> role,
        Optional<Boolean> enabled,
        Oidc oidc,
        Saml saml) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_ADDRESS = 2_000;
    private static final int LONGEST_SECRET = 1_000;
    private static final int LONGEST_CERTIFICATE = 20_000;
    private static final int LONGEST_METADATA = 300_000;
    private static final List<String> TYPES = List.of(Connection.Oidc.TYPE, Connection.Saml.TYPE);

    /** An administrator of FLAME is made by another one, never by somebody else's server. */
    private static final List<Role> ROLES = List.of(Role.AGENT, Role.USER);

    record Oidc(Optional<String> issuer, Optional<String> clientId, Optional<String> secret) {

        boolean isNamed() {
            return issuer.isPresent() || clientId.isPresent();
        }

        /** Secrets are not for logs. */
        @Override
        public String toString() {
            return "Oidc[" + issuer + "]";
        }
    }

    record Saml(
            Optional<String> metadataUrl,
            Optional<String> metadataXml,
            Optional<String> entityId,
            Optional<String> ssoUrl,
            Optional<String> certificate) {

        boolean isNamed() {
            return metadataUrl.isPresent()
                    || metadataXml.isPresent()
                    || entityId.isPresent()
                    || ssoUrl.isPresent()
                    || certificate.isPresent();
        }

        boolean hasMetadata() {
            return metadataUrl.isPresent() || metadataXml.isPresent();
        }
    }

    /** @throws io.flame.kernel.Problem 422 that names every field which is missing or wrong */
    static ProviderDraft ofNew(JsonNode body) {
        Fields fields = Fields.of(body);
        fields.requiredText("name", LONGEST_NAME);
        Optional<String> type = fields.word("type", TYPES, each -> each);
        if (!fields.has("type")) {
            fields.error("type", "required", "is required");
        }
        Optional<EmailDomain> domain = EmailDomain.of(fields);
        type.ifPresent(each -> requireConnection(fields, each));
        ProviderDraft draft = read(fields, type.orElse(""), domain);
        fields.check();
        return draft;
    }

    /** As {@link #ofNew}, but nothing is needed. */
    static ProviderDraft ofChange(JsonNode body, String type) {
        Fields fields = Fields.of(body);
        for (String name : List.of("name", "role", "enabled")) {
            if (fields.isNull(name)) {
                fields.error(name, "required", "must not be null");
            }
        }
        ProviderDraft draft = read(fields, type, Optional.empty());
        fields.check();
        return draft;
    }

    private static void requireConnection(Fields fields, String type) {
        List<String> needed = type.equals(Connection.Oidc.TYPE)
                ? List.of("issuer", "clientId", "clientSecret")
                : List.of("entityId", "ssoUrl", "certificate");
        if (type.equals(Connection.Saml.TYPE) && (fields.has("metadataUrl") || fields.has("metadataXml"))) {
            return;
        }
        needed.stream()
                .filter(field -> !fields.has(field) || fields.isNull(field))
                .forEach(field -> fields.error(field, "required", "is required"));
    }

    private static ProviderDraft read(Fields fields, String type, Optional<EmailDomain> domain) {
        return new ProviderDraft(
                type,
                fields.has("name") ? fields.text("name", LONGEST_NAME).map(String::strip) : Optional.empty(),
                domain,
                fields.word("role", ROLES, Role::word),
                enabled(fields),
                new Oidc(
                        fields.text("issuer", LONGEST_ADDRESS),
                        fields.text("clientId", LONGEST_NAME),
                        fields.text("clientSecret", LONGEST_SECRET)),
                new Saml(
                        fields.text("metadataUrl", LONGEST_ADDRESS),
                        fields.text("metadataXml", LONGEST_METADATA),
                        fields.text("entityId", LONGEST_ADDRESS),
                        fields.text("ssoUrl", LONGEST_ADDRESS),
                        fields.text("certificate", LONGEST_CERTIFICATE)));
    }

    private static Optional<Boolean> enabled(Fields fields) {
        if (!fields.has("enabled") || fields.isNull("enabled")) {
            return Optional.empty();
        }
        if (!fields.node("enabled").isBoolean()) {
            fields.error("enabled", "wrong_type", "must be true or false");
        }
        return Optional.of(fields.node("enabled").asBoolean());
    }
}
