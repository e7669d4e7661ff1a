package io.flame.identity;

/**
 * A tenant to which somebody belongs.
 *
 * @param slug its stable name, by which one switches to it
 * @param name what people call it
 * @param role the person's there
 * @param suspended whether nobody is let in at present
 */
public record Tenancy(String slug, String name, Role role, boolean suspended) {}
