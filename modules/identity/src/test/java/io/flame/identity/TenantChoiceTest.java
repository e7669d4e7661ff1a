package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ana is an administrator of acme and, since later, an agent of globex; initech is none of hers. */
class TenantChoiceTest {

    private static final String EMAIL = "ana@example.test";
    private static final String PASSWORD = "invented-password-1";

    private final Edge edge = new Edge();
    private final UUID ana = edge.addMember("acme", Role.ADMIN);

    @BeforeEach
    void addUser() {
        edge.addMember(ana, "globex", Role.AGENT);
        edge.addMember("initech", Role.ADMIN);
        edge.keycloak.addUser(EMAIL, PASSWORD, claims(ana, Map.of("acme", Map.of(), "globex", Map.of())));
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void beginsWhereThePersonCameFirst() {
        Session session = edge.login(EMAIL, PASSWORD);

        assertThat(session.user().tenant()).isEqualTo("acme");
        assertThat(edge.tokens.claims(session.accessToken()).organizations()).containsExactly("acme");
    }

    @Test
    void switchesWithTheRefreshTokenAndStaysThere() {
        Session acme = edge.login(EMAIL, PASSWORD);

        Session globex = refresh(acme, "globex");
        Session later = edge.refresh(globex.refreshToken());

        assertThat(globex.user().tenant()).isEqualTo("globex");
        assertThat(globex.user().role()).isEqualTo(Role.AGENT);
        assertThat(edge.tokens.claims(globex.accessToken()).role()).isEqualTo("agent");
        assertThat(edge.tokens.claims(globex.accessToken()).tenant()).contains("globex");
        assertThat(edge.tokens.sessionOf(globex.accessToken())).isEqualTo(edge.tokens.sessionOf(acme.accessToken()));
        assertThat(later.user().tenant()).isEqualTo("globex");
    }

    @Test
    void switchesInASessionThatBeganBeforeTheSecondTenant() {
        UUID bo = edge.addMember("acme", Role.ADMIN);
        edge.keycloak.addUser("bo@example.test", PASSWORD, claims(bo, Map.of("acme", Map.of())));
        Session before = edge.login("bo@example.test", PASSWORD);
        edge.addMember(bo, "globex", Role.AGENT);
        edge.keycloak.addUser("bo@example.test", PASSWORD, claims(bo, Map.of("acme", Map.of(), "globex", Map.of())));

        Session globex = refresh(before, "globex");
        Session acme = refresh(globex, "acme");

        assertThat(globex.user().tenant()).isEqualTo("globex");
        assertThat(acme.user().tenant()).isEqualTo("acme");
        assertThat(edge.tokens.sessionOf(acme.accessToken())).isEqualTo(edge.tokens.sessionOf(before.accessToken()));
    }

    @Test
    void givesNoOtherTenantInPlaceOfOneThatKeycloakDoesNotVouchFor() {
        UUID bo = edge.addMember("acme", Role.ADMIN);
        edge.keycloak.addUser("bo@example.test", PASSWORD, claims(bo, Map.of("acme", Map.of())));
        Session before = edge.login("bo@example.test", PASSWORD);
        edge.addMember(bo, "globex", Role.AGENT);

        assertThat(catchThrowableOfType(Problem.class, () -> refresh(before, "globex"))
                        .code())
                .isEqualTo(ProblemCode.FORBIDDEN);
    }

    @Test
    void beginsWhereThePersonWasLast() {
        refresh(edge.login(EMAIL, PASSWORD), "globex");

        assertThat(edge.login(EMAIL, PASSWORD).user().tenant()).isEqualTo("globex");
    }

    @Test
    void signsInToTheTenantThatIsNamed() {
        Session session =
                edge.sessions.login(EMAIL, PASSWORD, Optional.empty(), Optional.of("globex"), Visitor.unknown());

        assertThat(session.user().tenant()).isEqualTo("globex");
    }

    @Test
    void refusesAForeignTenantLikeOneThatDoesNotExistAndLeavesTheTokenGood() {
        Session session = edge.login(EMAIL, PASSWORD);

        Problem foreign = catchThrowableOfType(Problem.class, () -> refresh(session, "initech"));
        Problem unknown = catchThrowableOfType(Problem.class, () -> refresh(session, "nobody_here"));
        Problem noSlug = catchThrowableOfType(Problem.class, () -> refresh(session, "* \"; DROP"));

        assertThat(foreign.code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(unknown).hasMessage(foreign.getMessage());
        assertThat(unknown.code()).isEqualTo(foreign.code());
        assertThat(noSlug.code()).isEqualTo(foreign.code());
        assertThat(edge.refresh(session.refreshToken()).user().tenant()).isEqualTo("acme");
    }

    @Test
    void saysThatATenantOfTheirsIsSuspendedAndNothingOfAnother() {
        Session session = edge.login(EMAIL, PASSWORD);
        edge.suspend("globex");
        edge.suspend("initech");

        assertThat(catchThrowableOfType(Problem.class, () -> refresh(session, "globex"))
                        .code())
                .isEqualTo(ProblemCode.TENANT_SUSPENDED);
        assertThat(catchThrowableOfType(Problem.class, () -> refresh(session, "initech"))
                        .code())
                .isEqualTo(ProblemCode.FORBIDDEN);
    }

    @Test
    void leavesTheTokenGoodForAnotherTenantWhenItsOwnIsSuspended() {
        Session session = edge.login(EMAIL, PASSWORD);
        edge.suspend("acme");

        assertThat(catchThrowableOfType(Problem.class, () -> edge.refresh(session.refreshToken()))
                        .code())
                .isEqualTo(ProblemCode.TENANT_SUSPENDED);

        assertThat(refresh(session, "globex").user().tenant()).isEqualTo("globex");
    }

    @Test
    void endsTheSessionWhenAUsedTokenComesBackWithATenant() {
        Session stolen = edge.login(EMAIL, PASSWORD);
        Session thief = edge.refresh(stolen.refreshToken());

        assertThat(catchThrowableOfType(Problem.class, () -> refresh(stolen, "globex"))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_INVALID);

        assertThat(catchThrowableOfType(Problem.class, () -> edge.refresh(thief.refreshToken()))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_INVALID);
        assertThat(edge.users.sessions(ana)).isEmpty();
    }

    @Test
    void leavesNoSessionBehindWhenTheNamedTenantIsForeign() {
        Problem refused = catchThrowableOfType(
                Problem.class,
                () -> edge.sessions.login(
                        EMAIL, PASSWORD, Optional.empty(), Optional.of("initech"), Visitor.unknown()));

        assertThat(refused.code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(edge.users.sessions(ana)).isEmpty();
    }

    @Test
    void showsWhereThePersonMaySwitchTo() {
        Session session = edge.login(EMAIL, PASSWORD);

        WhoAmI me = edge.sessions.describe(edge.tokens.identify(session.accessToken()));

        assertThat(me.user()).isEqualTo(session.user());
        assertThat(me.emailVerified()).isTrue();
        assertThat(me.tenants())
                .containsExactly(
                        new Tenancy("acme", "Business acme", Role.ADMIN, false),
                        new Tenancy("globex", "Business globex", Role.AGENT, false));
    }

    private JWTClaimsSet claims(UUID user, Map<String, ?> organizations) {
        return edge.keycloak
                .claims(user, "acme")
                .claim("organization", organizations)
                .build();
    }

    private Session refresh(Session session, String tenant) {
        return edge.sessions.refresh(session.refreshToken(), Optional.of(tenant), Visitor.unknown());
    }
}
