package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.TenantId;

/** Something that passes between nodes and is not in the log. */
record Notice(TenantId tenant, String kind, JsonNode data) {}
