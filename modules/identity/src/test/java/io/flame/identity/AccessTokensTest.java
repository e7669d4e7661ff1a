package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.AGENT);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void takesTheRoleFromTheTableAndNotFromTheToken() {
        Caller caller = edge.tokens.verify(edge.tokenOf(member, "acme"));

        assertThat(caller.role()).isEqualTo(Role.AGENT);
        assertThat(caller.tenant()).isEqualTo(TenantId.of("acme"));
    }

    @Test
    void readsOrganizationsAsAnArrayToo() {
        String token = edge.keycloak.sign(edge.keycloak
                .claims(member, "acme")
                .claim("tenant", null)
                .claim("organization", List.of("acme"))
                .build());

        assertThat(edge.tokens.verify(token).userId()).isEqualTo(member);
    }

    @Test
    void letsAnOperatorInOnlyWhereNoTenantIsNeeded() {
        String token = edge.keycloak.sign(edge.keycloak
                .claims(UUID.randomUUID(), "acme")
                .claim("tenant", null)
                .claim("organization", null)
                .claim("groups", List.of("operator"))
                .build());

        assertThat(edge.tokens.identify(token).holder()).isInstanceOf(Operator.class);
        assertThatThrownBy(() -> edge.tokens.verify(token)).isInstanceOf(Problem.class);
    }

    @Test
    void asksNobodyForATokenItKnows() {
        String token = edge.tokenOf(member, "acme");
        edge.tokens.verify(token);

        for (int count = 0; count < 1_000; count++) {
            edge.tokens.verify(token);
        }

        assertThat(edge.membershipQueries).hasValue(1);
        assertThat(edge.keycloak.keyFetches()).isEqualTo(1);
    }

    @Test
    void forgetsAKnownTokenWhenItExpires() {
        String token = edge.tokenOf(member, "acme");
        edge.tokens.verify(token);

        edge.clock.advance(Duration.ofMinutes(6));

        assertThatThrownBy(() -> edge.tokens.verify(token)).isInstanceOf(Problem.class);
    }

    @Test
    void costsLittleWhenTheTokenIsKnown() {
        String token = edge.tokenOf(member, "acme");
        int rounds = 200_000;
        for (int count = 0; count < rounds; count++) {
            edge.tokens.verify(token);
        }
        long start = System.nanoTime();
        for (int count = 0; count < rounds; count++) {
            edge.tokens.verify(new String(token.toCharArray()));
        }
        double micros = (System.nanoTime() - start) / 1_000.0 / rounds;
        System.out.printf("AccessTokens.verify of a known token: %.2f microseconds%n", micros);
        assertThat(micros).isLessThan(50);
    }
}
