package io.flame.identity;

import org.jspecify.annotations.Nullable;

/** An active row of a tenant's membership table. */
record Member(Caller caller, @Nullable String avatarUrl) {}
