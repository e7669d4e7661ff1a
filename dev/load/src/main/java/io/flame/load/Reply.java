package io.flame.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the server answered.
 *
 * @param status 0 when it did not answer
 * @param contentType empty when it named none
 * @param nanos from the call to the last byte
 */
record Reply(int status, String contentType, String body, long nanos) {
    static final ObjectMapper JSON = new ObjectMapper();

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + this, e);
        }
    }

    Reply expect(int wanted) {
        if (status != wanted) {
            throw new IllegalStateException("expected " + wanted + ": " + this);
        }
        return this;
    }

    double millis() {
        return nanos / 1_000_000.0;
    }
}
