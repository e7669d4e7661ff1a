package io.flame.identity.mail;

import java.util.List;

/**
 * A mail to one person.
 *
 * @param html the same as {@code text}, for programs that show it
 */
public record Letter(String to, String subject, String text, String html) {

    private static final String HTML = """
            <!DOCTYPE html>
            <html lang="%s">
            <head><meta charset="utf-8"><title>%s</title></head>
            <body style="font-family:sans-serif;line-height:1.5;max-width:36em">
            <p>%s</p>
            <p><a href="%s">%s</a></p>
            <p>%s</p>
            <p>%s</p>
            </body>
            </html>
            """;

    private static final String HTML_SENTENCES = """
            <!DOCTYPE html>
            <html lang="%s">
            <head><meta charset="utf-8"><title>%s</title></head>
            <body style="font-family:sans-serif;line-height:1.5;max-width:36em">
            <p>%s</p>
            </body>
            </html>
            """;

    /** A business names itself: what it writes must become neither a link nor HTML, in whichever program shows the mail. */
    private static final String UNSAFE = "[^\\p{L}\\p{M}\\p{N},'()-]+";

    private static final int LONGEST_NAME = 60;

    /** What somebody calls a business, fit to stand in a mail to somebody else. */
    public static String plainName(String business) {
        String safe = business.replaceAll(UNSAFE, " ").strip();
        int end = Math.min(safe.codePointCount(0, safe.length()), LONGEST_NAME);
        return safe.substring(0, safe.offsetByCodePoints(0, end));
    }

    /** Addresses and links are not for logs. */
    @Override
    public String toString() {
        return "Letter[" + subject + "]";
    }

    /** A mail around one link, as text and as HTML. The sentences are put into the HTML as they are: they must be plain. */
    public static Letter withLink(
            String to,
            String language,
            String subject,
            String opening,
            String link,
            String invitation,
            String life,
            String otherwise) {
        String text = String.join("\n\n", opening, invitation + ":\n" + link, life, otherwise, "FLAME\n");
        String html = HTML.formatted(language, subject, opening, link, invitation, life, otherwise);
        return new Letter(to, subject, text, html);
    }

    /** A mail of a few sentences. They are put into the HTML as they are: they must be plain. */
    public static Letter ofSentences(String to, String language, String subject, List<String> sentences) {
        String text = String.join("\n\n", sentences) + "\n\nFLAME\n";
        String html = HTML_SENTENCES.formatted(language, subject, String.join("</p>\n<p>", sentences));
        return new Letter(to, subject, text, html);
    }
}
