package io.flame.assistant;

/**
 * A thing and the version it was seen in.
 *
 * @param etag the entity tag, with its quotes
 */
public record Versioned<T>(T value, String etag) {}
