package io.flame.identity.sso;

import io.flame.identity.Role;
import io.flame.identity.keycloak.KeycloakBrokers;
import io.flame.identity.sso.ProviderView.Proof;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** A row of the tenant's table. */
record Provider(
        UUID id,
        String alias,
        String name,
        EmailDomain domain,
        Role role,
        boolean enabled,
        String challenge,
        Connection connection,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    static final String SELECT = "SELECT id, alias, type, name, domain, role, enabled, challenge, settings, version,"
            + " created_at, updated_at FROM identity_providers ";

    private static final String RECORD = "_flame-challenge.";
    private static final String VALUE = "flame-domain-verification=";

    static Provider read(ResultSet row) throws SQLException {
        return new Provider(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(4),
                new EmailDomain(row.getString(5)),
                Role.of(row.getString(6)).orElse(Role.USER),
                row.getBoolean(7),
                row.getString(8),
                Connection.read(row.getString(3), row.getString(9)),
                row.getInt(10),
                row.getTimestamp(11).toInstant(),
                row.getTimestamp(12).toInstant());
    }

    Proof proof() {
        return new Proof(RECORD + domain.name(), "TXT", VALUE + challenge);
    }

    ProviderView view(boolean proven, KeycloakBrokers keycloak) {
        Connection.Oidc oidc = connection instanceof Connection.Oidc known ? known : null;
        Connection.Saml saml = connection instanceof Connection.Saml known ? known : null;
        return new ProviderView(
                id,
                alias,
                connection.type(),
                name,
                domain.name(),
                proven ? enabled ? "active" : "disabled" : "pending",
                enabled,
                role,
                proof(),
                keycloak.callback(alias),
                keycloak.audience(),
                oidc == null ? null : oidc.issuer(),
                oidc == null ? null : oidc.clientId(),
                saml == null ? null : saml.entityId(),
                saml == null ? null : saml.ssoUrl(),
                createdAt,
                updatedAt,
                version);
    }
}
