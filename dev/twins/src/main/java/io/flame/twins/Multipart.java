package io.flame.twins;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the one file out of a form upload. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern FILE_PART =
            Pattern.compile("(?i)content-disposition:[^\\r\\n]*filename=.*?\\r\\n\\r\\n", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("(?i)content-type:\\s*([^\\r\\n;]+)");

    private Multipart() {}

    /** The part that has a file name; without one an empty file. */
    static MediaFile file(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        // One char a byte, so that positions in the text are positions in the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Matcher head = FILE_PART.matcher(text);
        if (!boundary.find() || !head.find()) {
            return new MediaFile("application/octet-stream", new byte[0]);
        }
        int end = text.indexOf("\r\n--" + boundary.group(1), head.end());
        Matcher type = TYPE.matcher(text.substring(head.start(), head.end()));
        return new MediaFile(
                type.find() ? type.group(1).strip() : "application/octet-stream",
                Arrays.copyOfRange(body, head.end(), end < 0 ? body.length : end));
    }
}
