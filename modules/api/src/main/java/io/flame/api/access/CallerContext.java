package io.flame.api.access;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** What a resource learns about its caller. */
record CallerContext(Principal principal, String role, boolean secure) implements SecurityContext {

    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    @Override
    public boolean isUserInRole(String wanted) {
        return role.equals(wanted);
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
