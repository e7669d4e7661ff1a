package io.flame.identity.sso;

import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a connection of what an administrator has typed, together with what was there before. */
@ApplicationScoped
class Connector {

    private static final int MOST_CERTIFICATES = 10;
    private static final int LONGEST_ENTITY = 1_024;

    private final ProviderAddresses addresses;
    private final OidcDiscovery discovery;

    @Inject
    Connector(ProviderAddresses addresses, OidcDiscovery discovery) {
        this.addresses = addresses;
        this.discovery = discovery;
    }

    /**
     * @param before null for a new one
     * @throws Problem 422 naming the field that leads to nothing usable
     */
    Connection connect(ProviderDraft draft, @Nullable Connection before) {
        return draft.type().equals(Connection.Oidc.TYPE)
                ? oidc(draft.oidc(), (Connection.Oidc) before)
                : saml(draft.saml(), (Connection.Saml) before);
    }

    /** A secret that is kept must not be sent to another server than the one it was given for. */
    private Connection oidc(ProviderDraft.Oidc draft, Connection.@Nullable Oidc before) {
        if (before != null && !draft.isNamed()) {
            return before;
        }
        if (before != null && draft.secret().isEmpty()) {
            throw Problem.invalid("clientSecret", "required", "clientSecret is needed with another issuer or clientId");
        }
        return discovery.connect(
                draft.issuer().orElseGet(() -> before == null ? "" : before.issuer()),
                draft.clientId().orElseGet(() -> before == null ? "" : before.clientId()));
    }

    private Connection saml(ProviderDraft.Saml draft, Connection.@Nullable Saml before) {
        if (before != null && !draft.isNamed()) {
            return before;
        }
        if (draft.hasMetadata()) {
            return fromMetadata(draft);
        }
        return checked(
                draft.entityId().orElseGet(() -> before == null ? "" : before.entityId()),
                draft.ssoUrl().orElseGet(() -> before == null ? "" : before.ssoUrl()),
                before != null && draft.ssoUrl().isEmpty() && before.post(),
                draft.certificate()
                        .map(Connector::bare)
                        .map(List::of)
                        .orElseGet(() -> before == null ? List.of() : before.certificates()),
                "ssoUrl",
                "certificate");
    }

    private Connection fromMetadata(ProviderDraft.Saml draft) {
        String field = draft.metadataXml().isPresent() ? "metadataXml" : "metadataUrl";
        String xml = draft.metadataXml().orElseGet(() -> {
            URI address = addresses.check(field, draft.metadataUrl().orElseThrow());
            return addresses.fetch(field, address, Set.of("application/samlmetadata+xml", "application/xml"));
        });
        SamlMetadata found = SamlMetadata.read(xml).orElseThrow(() -> ProviderAddresses.unreadable(field));
        return checked(found.entityId(), found.ssoUrl(), found.post(), found.certificates(), field, field);
    }

    private Connection checked(
            String entityId,
            String ssoUrl,
            boolean post,
            List<String> certificates,
            String addressField,
            String certificateField) {
        if (entityId.length() > LONGEST_ENTITY || certificates.size() > MOST_CERTIFICATES) {
            throw ProviderAddresses.unreadable(addressField);
        }
        String address = addresses.web(addressField, ssoUrl).toString();
        certificates.forEach(each -> check(certificateField, each));
        return new Connection.Saml(entityId, address, post, certificates);
    }

    /** Without the lines around it that a PEM file has. */
    private static String bare(String certificate) {
        return certificate.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "").replaceAll("\\s", "");
    }

    private static void check(String field, String certificate) {
        try {
            byte[] bytes = Base64.getDecoder().decode(certificate);
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException | IllegalArgumentException e) {
            throw Problem.invalid(field, "malformed", field + " has no X.509 certificate that could be read");
        }
    }
}
