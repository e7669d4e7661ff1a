package io.flame.identity.keys;

import io.flame.identity.Caller;
import java.util.Set;

/**
 * A program that has shown a good key.
 *
 * @param caller with the key's id in place of a user's, the key's public prefix in place of an e-mail address, and the role
 *     {@code agent}
 * @param scopes what of an agent's rights the key has
 */
public record KeyHolder(Caller caller, Set<Scope> scopes) {}
