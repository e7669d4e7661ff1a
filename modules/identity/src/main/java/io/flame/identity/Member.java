package io.flame.identity;

import org.jspecify.annotations.Nullable;

/**
 * An active row of a tenant's membership table.
 *
 * @param locale the member's own, otherwise the tenant's
 * @param timeZone the member's own, otherwise the tenant's
 */
record Member(Caller caller, @Nullable String avatarUrl, String locale, String timeZone) {}
