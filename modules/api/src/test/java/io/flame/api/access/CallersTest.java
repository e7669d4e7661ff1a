package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.Caller;
import io.flame.identity.Operator;
import io.flame.identity.Role;
import io.flame.identity.keys.KeyHolder;
import io.flame.identity.keys.Scope;
import io.flame.kernel.TenantId;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final String KEY = "flk_acme_000000000000_invented";

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
    void neverAdmitsAKeyWhereNoScopeIs() throws NoSuchMethodException {
        AccessRule rule = AccessRule.of(Profile.class.getDeclaredMethod("me"), Profile.class);

        assertThat(rule.admits("agent")).isTrue();
        assertThat(callers(Role.ADMIN, Scope.values()).admission(KEY, rule).granted())
                .isFalse();
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
        Operator operator = new Operator(UUID.randomUUID(), "op@example.test", "Olga");
        Callers callers = new Callers(bearer -> operator, bearer -> new KeyHolder(caller(Role.AGENT), Set.of()));

        assertThat(callers.admission("token", rule("list")).granted()).isFalse();
    }

    private static boolean key(String operation, Scope... scopes) {
        return callers(Role.ADMIN, scopes).admission(KEY, rule(operation)).granted();
    }

    private static boolean person(Role role, String operation) {
        return callers(role).admission("token", rule(operation)).granted();
    }

    private static Callers callers(Role role, Scope... scopes) {
        EnumSet<Scope> granted = EnumSet.noneOf(Scope.class);
        granted.addAll(Set.of(scopes));
        return new Callers(bearer -> caller(role), bearer -> new KeyHolder(caller(Role.AGENT), granted));
    }

    private static Caller caller(Role role) {
        return new Caller(TenantId.of("acme"), UUID.randomUUID(), "ana@example.test", "Ana", role);
    }

    private static AccessRule rule(String operation) {
        try {
            return AccessRule.of(Inbox.class.getDeclaredMethod(operation), Inbox.class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
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

        @PermitAll
        void open() {}
    }

    @Path("auth")
    static class Profile {
        @GET
        @Path("me")
        void me() {}
    }
}
