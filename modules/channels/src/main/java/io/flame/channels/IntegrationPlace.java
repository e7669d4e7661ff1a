package io.flame.channels;

import io.flame.kernel.Ids;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A place in the list of integrations, given to callers as an opaque cursor. */
record IntegrationPlace(Instant createdAt, UUID id) {

    static final IntegrationPlace START = new IntegrationPlace(Instant.EPOCH, new UUID(0, 0));

    String cursor() {
        String text = createdAt + "/" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads what {@link #cursor} wrote; anything else is refused. */
    static IntegrationPlace of(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int slash = text.indexOf('/');
            Instant createdAt = Instant.parse(text.substring(0, Math.max(slash, 0)));
            boolean credible =
                    createdAt.isAfter(Instant.EPOCH) && createdAt.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
            if (credible) {
                return new IntegrationPlace(
                        createdAt, Ids.parse(text.substring(slash + 1)).orElseThrow());
            }
        } catch (IllegalArgumentException | DateTimeException | java.util.NoSuchElementException e) {
            // told below
        }
        throw Problem.of(ProblemCode.INVALID_CURSOR, "The cursor is not one of this list");
    }
}
