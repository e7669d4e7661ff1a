package io.flame.kernel;

import java.time.Instant;

/**
 * One row of a tenant's event log.
 *
 * @param fact the simple name of the record that was published
 * @param data the record as JSON text
 */
public record LoggedEvent(EventPosition position, String type, String fact, Instant time, String data) {}
