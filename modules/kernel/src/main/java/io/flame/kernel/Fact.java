package io.flame.kernel;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Something that happened in a tenant, told to whoever listens. A fact is a record named noun + past participle; it
 * holds ids, instants and the values a reader needs, never an entity. Its JSON is what realtime clients and tenants'
 * webhooks get as {@code data}, so its component names are part of the public contract.
 */
public interface Fact {

    /** The name outsiders know it by, such as {@code message.created}. Several facts may share one. */
    @JsonIgnore
    String type();
}
