package io.flame.kernel.persistence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has done to one thing, as far as its module tells.
 *
 * @param target its id, or null for what the operation's name says already
 * @param before the thing as outsiders saw it, or null when it is new
 * @param after the thing as outsiders see it now, or null when it is gone
 */
public record Change(
        @Nullable UUID target,
        @Nullable Object before,
        @Nullable Object after) {}
