package io.flame.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON (RFC 8259). What is no JSON in UTF-8 is refused as malformed; what is JSON but not what was
 * asked for is refused field by field.
 */
final class StrictJson {

    private static final ObjectMapper MAPPER = Json.mapper();

    private StrictJson() {}

    static Object read(byte[] body, Type type) throws IOException {
        String json = decode(body);
        ObjectReader reader =
                MAPPER.readerFor(MAPPER.constructType(type)).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed("A JSON body is needed");
            }
            UnstorableText.check(json);
            Object value = reader.readValue(parser);
            checkEnd(parser);
            return present(value);
        } catch (JsonProcessingException e) {
            throw translate(e, json);
        }
    }

    private static void checkEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw malformed("There is something after the end of the JSON text");
        }
    }

    private static Object present(@Nullable Object value) {
        if (value == null || value instanceof NullNode) {
            throw Problem.invalid("", "required", "must not be null");
        }
        return value;
    }

    /** The decoder refuses overlong forms and encoded surrogates, by which characters could be smuggled in. */
    private static String decode(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw malformed("The JSON text must not begin with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("The JSON text must be in UTF-8");
        }
    }

    private static Problem translate(JsonProcessingException failure, String json) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            if (cause instanceof StreamReadException unreadable) {
                return malformed(position(unreadable));
            }
            if (cause instanceof StreamConstraintsException) {
                return malformed("The JSON text is nested too deeply, or a name or number in it is too long");
            }
        }
        if (failure instanceof JsonMappingException mismatch && isWellFormed(json)) {
            return FieldMismatch.toProblem(mismatch);
        }
        return malformed("The JSON text cannot be read");
    }

    /** Binding stops at the first wrong field; what comes after it may still not be JSON. */
    private static boolean isWellFormed(String json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String position(StreamReadException failure) {
        if (failure.getLocation() == null) {
            return "The JSON text cannot be read";
        }
        return "The JSON text cannot be read at line " + failure.getLocation().getLineNr() + ", column "
                + failure.getLocation().getColumnNr();
    }

    private static Problem malformed(String detail) {
        return Problem.of(ProblemCode.MALFORMED_JSON, detail);
    }
}
