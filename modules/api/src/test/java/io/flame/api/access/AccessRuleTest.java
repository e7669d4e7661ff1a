package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.Bearer;
import io.flame.identity.Caller;
import io.flame.identity.Holder;
import io.flame.identity.Operator;
import io.flame.identity.Role;
import io.flame.identity.keys.KeyHolder;
import io.flame.identity.keys.Scope;
import io.flame.kernel.TenantId;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

    @Test
    void needsACallerWhereNothingIsSaid() {
        AccessRule rule = of(Plain.class, "nothingSaid");

        assertThat(rule.open()).isFalse();
        assertThat(rule.admits("user")).isTrue();
    }

    @Test
    void takesTheClassForItsMethodsUnlessTheySayOtherwise() {
        assertThat(of(Administration.class, "inherits").admits("agent")).isFalse();
        assertThat(of(Administration.class, "inherits").admits("admin")).isTrue();
        assertThat(of(Administration.class, "alsoForAgents").admits("agent")).isTrue();
        assertThat(of(Administration.class, "forEverybody").open()).isTrue();
        assertThat(of(Administration.class, "forNobody").admits("admin")).isFalse();
        assertThat(of(Administration.class, "forNobody").open()).isFalse();
    }

    @Test
    void admitsAKeyOnlyWithTheScopeOfTheOperation() {
        assertThat(key("list", Scope.CONVERSATIONS_READ)).isTrue();
        assertThat(key("list", Scope.CONVERSATIONS_WRITE)).isFalse();
        assertThat(key("begin", Scope.CONVERSATIONS_READ)).isFalse();
        assertThat(key("begin", Scope.CONVERSATIONS_WRITE)).isTrue();
    }

    @Test
    void neverAdmitsAKeyWhereAnAgentMayNotGo() {
        assertThat(key("delete", Scope.values())).isFalse();
    }

    @Test
    void neverAdmitsAKeyWhereNoScopeIs() {
        AccessRule rule = of(Profile.class, "me");

        assertThat(rule.admits("agent")).isTrue();
        assertThat(rule.admits(holding(Scope.values()))).isFalse();
    }

    @Test
    void admitsPeopleByTheirRoleAlone() {
        assertThat(person(Role.AGENT, "begin")).isTrue();
        assertThat(person(Role.USER, "begin")).isFalse();
        assertThat(person(Role.USER, "list")).isTrue();
        assertThat(person(Role.ADMIN, "delete")).isTrue();
    }

    @Test
    void keepsOperatorsOutOfWhatBelongsToATenant() {
        Bearer operator = new Shown(new Operator(UUID.randomUUID(), "op@example.test", "Olga"));

        assertThat(of(Inbox.class, "list").admits(operator)).isFalse();
    }

    private static boolean key(String operation, Scope... scopes) {
        return of(Inbox.class, operation).admits(holding(scopes));
    }

    private static KeyHolder holding(Scope... scopes) {
        return new KeyHolder(caller(Role.AGENT), Set.of(scopes));
    }

    private static boolean person(Role role, String operation) {
        return of(Inbox.class, operation).admits(new Shown(caller(role)));
    }

    private static Caller caller(Role role) {
        return new Caller(TenantId.of("acme"), UUID.randomUUID(), "ana@example.test", "Ana", role);
    }

    private static AccessRule of(Class<?> resource, String method) {
        try {
            return AccessRule.of(resource.getDeclaredMethod(method), resource);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private record Shown(Holder holder) implements Bearer {
        @Override
        public Set<String> getClaimNames() {
            return Set.of();
        }

        @Override
        public <T> T getClaim(String name) {
            return null;
        }
    }

    static class Plain {
        void nothingSaid() {}
    }

    @RolesAllowed("admin")
    static class Administration {
        void inherits() {}

        @RolesAllowed({"admin", "agent"})
        void alsoForAgents() {}

        @PermitAll
        void forEverybody() {}

        @DenyAll
        void forNobody() {}
    }

    @Path("/conversations")
    static class Inbox {
        @GET
        void list() {}

        @POST
        @RolesAllowed({"admin", "agent"})
        void begin() {}

        @DELETE
        @RolesAllowed("admin")
        void delete() {}
    }

    @Path("auth")
    static class Profile {
        @GET
        @Path("me")
        void me() {}
    }
}
