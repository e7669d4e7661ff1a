package io.flame.identity.people;

import io.flame.identity.Role;
import java.util.UUID;

/**
 * Somebody who has just accepted an invitation.
 *
 * @param tenant the slug of the tenant they belong to now
 */
public record JoinedMember(UUID id, String email, String name, Role role, String tenant) {}
