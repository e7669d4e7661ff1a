package io.flame.identity;

import com.nimbusds.jose.util.Base64URL;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;

/** The claims of a token that was verified before, in the types that MicroProfile gives them. */
final class TokenPayload {

    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf", "auth_time", "updated_at");

    private TokenPayload() {}

    static JsonObject of(String token) {
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        try (JsonReader reader = Json.createReader(new StringReader(new Base64URL(payload).decodeToString()))) {
            return reader.readObject();
        }
    }

    /** A map of its own for each call. */
    static Map<String, Object> claims(JsonObject payload, Holder holder) {
        Map<String, Object> claims = new HashMap<>();
        payload.forEach((name, value) -> claims.put(name, typed(name, value)));
        claims.put("role", holder.role().word());
        claims.put(Claims.groups.name(), Set.of(holder.role().word()));
        claims.remove("tenant");
        if (holder instanceof Caller caller) {
            claims.put("tenant", caller.tenant().slug());
        }
        return claims;
    }

    private static Object typed(String name, JsonValue value) {
        if (name.equals(Claims.aud.name())) {
            return texts(value);
        }
        return switch (value) {
            case JsonString text -> text.getString();
            case JsonNumber number when TIMES.contains(name) -> number.longValue();
            default ->
                switch (value.getValueType()) {
                    case TRUE -> Boolean.TRUE;
                    case FALSE -> Boolean.FALSE;
                    default -> value;
                };
        };
    }

    private static Set<String> texts(JsonValue value) {
        Set<String> texts = new LinkedHashSet<>();
        if (value instanceof JsonString text) {
            texts.add(text.getString());
        }
        if (value instanceof JsonArray array) {
            array.getValuesAs(JsonString.class).forEach(text -> texts.add(text.getString()));
        }
        return texts;
    }
}
