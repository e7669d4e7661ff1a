package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

    @Test
    void needsACallerWhereNothingIsSaid() throws NoSuchMethodException {
        AccessRule rule = of(Plain.class, "nothingSaid");

        assertThat(rule.open()).isFalse();
        assertThat(rule.admits("user")).isTrue();
    }

    @Test
    void takesTheClassForItsMethodsUnlessTheySayOtherwise() throws NoSuchMethodException {
        assertThat(of(Administration.class, "inherits").admits("agent")).isFalse();
        assertThat(of(Administration.class, "inherits").admits("admin")).isTrue();
        assertThat(of(Administration.class, "alsoForAgents").admits("agent")).isTrue();
        assertThat(of(Administration.class, "forEverybody").open()).isTrue();
        assertThat(of(Administration.class, "forNobody").admits("admin")).isFalse();
        assertThat(of(Administration.class, "forNobody").open()).isFalse();
    }

    private static AccessRule of(Class<?> resource, String method) throws NoSuchMethodException {
        return AccessRule.of(resource.getDeclaredMethod(method), resource);
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
}
