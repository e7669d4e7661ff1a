package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.keys.KeyHolder;
import io.flame.identity.keys.Scope;
import io.flame.kernel.TenantId;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Access tokens and service keys as MicroProfile sees them. */
class BearerTest {

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.AGENT);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void givesTheClaimsOfTheTokenInTheTypesOfMicroProfile() {
        Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300);
        String text = edge.keycloak.sign(edge.keycloak
                .claims(member, "acme")
                .audience(List.of("flame-api", "account"))
                .expirationTime(java.util.Date.from(expiry))
                .claim("organization", Map.of("acme", Map.of("id", "1")))
                .claim("email_verified", true)
                .build());

        JsonWebToken token = edge.tokens.identify(text);

        assertThat(token.getSubject()).isEqualTo(member.toString());
        assertThat(token.getIssuer()).isEqualTo(edge.keycloak.url() + "/realms/flame");
        assertThat(token.getAudience()).containsExactlyInAnyOrder("flame-api", "account");
        assertThat(token.getExpirationTime()).isEqualTo(expiry.getEpochSecond());
        assertThat(token.getRawToken()).isEqualTo(text);
        assertThat(token.<Boolean>getClaim("email_verified")).isTrue();
        assertThat(token.<JsonObject>getClaim("organization")).containsOnlyKeys("acme");
        assertThat(token.<Object>getClaim("no-such-claim")).isNull();
        assertThat(token.getClaimNames()).contains("iss", "sub", "exp", "groups", "tenant");
        assertThat(token.getName()).isEqualTo("ana@example.test");
    }

    @Test
    void takesRoleAndTenantFromTheTableWhateverTheTokenSays() {
        String text = edge.keycloak.sign(edge.keycloak
                .claims(member, "acme")
                .claim("role", "admin")
                .claim("groups", List.of("admin", "operator"))
                .build());

        JsonWebToken token = edge.tokens.identify(text);

        assertThat(token.getGroups()).containsExactly("agent");
        assertThat(token.<Set<String>>getClaim(Claims.groups.name())).containsExactly("agent");
        assertThat(token.<String>getClaim("role")).isEqualTo("agent");
        assertThat(token.<String>getClaim("tenant")).isEqualTo("acme");
    }

    @Test
    void givesAnOperatorNoTenant() {
        String text = edge.keycloak.sign(edge.keycloak
                .claims(UUID.randomUUID(), "acme")
                .claim("tenant", null)
                .claim("organization", null)
                .claim("groups", List.of("operator"))
                .build());

        JsonWebToken token = edge.tokens.identify(text);

        assertThat(token.getGroups()).containsExactly("operator");
        assertThat(token.getClaimNames()).doesNotContain("tenant");
    }

    @Test
    void keepsTheTokenOutOfLogs() {
        String text = edge.tokenOf(member, "acme");

        assertThat(edge.tokens.identify(text).toString()).doesNotContain(text.substring(text.lastIndexOf('.') + 1));
    }

    @Test
    void saysOfAKeyWhatATokenWouldSay() {
        Caller robot = new Caller(TenantId.of("acme"), member, "flk_acme_1", "Robot", Role.AGENT);
        JsonWebToken key = new KeyHolder(robot, Set.of(Scope.EVENTS_READ, Scope.CONVERSATIONS_READ));

        assertThat(key.getName()).isEqualTo("flk_acme_1");
        assertThat(key.getSubject()).isEqualTo(member.toString());
        assertThat(key.getGroups()).containsExactly("agent");
        assertThat(key.<String>getClaim("scope")).isEqualTo("conversations:read events:read");
        assertThat(key.<String>getClaim("tenant")).isEqualTo("acme");
        assertThat(key.getRawToken()).isNull();
    }
}
