package io.flame.identity;

/**
 * A mail to one person.
 *
 * @param html the same as {@code text}, for programs that show it
 */
public record Letter(String to, String subject, String text, String html) {

    /** Addresses and links are not for logs. */
    @Override
    public String toString() {
        return "Letter[" + subject + "]";
    }
}
