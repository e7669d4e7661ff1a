package io.flame.identity;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A profile as it is stored; null where the person has chosen nothing. */
record ProfileRow(
        String name,
        @Nullable String avatarUrl,
        @Nullable String locale,
        @Nullable String timeZone) {

    private static final int TAG_BYTES = 8;

    static ProfileRow of(ResultSet row) throws SQLException {
        return new ProfileRow(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }

    /** The content is its tag, the same on every node. */
    String etag() {
        String content =
                List.of(name, text(avatarUrl), text(locale), text(timeZone)).toString();
        byte[] hash = Digests.sha256(content.getBytes(StandardCharsets.UTF_8));
        return "\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + "\"";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
