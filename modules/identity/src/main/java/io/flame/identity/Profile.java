package io.flame.identity;

/**
 * What a member has said about themselves.
 *
 * @param etag the entity tag of this version, with its quotes
 */
public record Profile(SessionUser user, String etag) {}
