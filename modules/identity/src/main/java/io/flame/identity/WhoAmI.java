package io.flame.identity;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * The caller as {@code GET /api/auth/me} shows them.
 *
 * @param emailVerified whether a mail to the address, or whoever vouches for it, has confirmed it
 * @param tenants where the caller may switch to, the present one too; empty for an operator
 */
public record WhoAmI(@JsonUnwrapped SessionUser user, boolean emailVerified, List<Tenancy> tenants) {}
