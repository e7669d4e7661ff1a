package io.flame.identity.people;

import io.flame.identity.mail.Letter;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The mail about a limit that comes to its end. It holds nothing but our own sentences and numbers. */
final class QuotaLetter {

    private static final String STORAGE = "storage";
    private static final String BY_THE_MINUTE = "requestsPerMinute";
    private static final long MEGABYTE = 1_000_000;
    private static final int ALL = 100;

    /** What is limited, and what follows when nothing is left of it. */
    private record Matter(String name, String consequence) {}

    /** The sentences of the mail in one language. */
    private record Words(
            Locale locale, String subject, String use, String reset, String advice, Map<String, Matter> matters) {}

    private static final Words SPANISH = new Words(
            Locale.of("es"),
            "FLAME: %d %% de %s",
            "Su empresa usa %s de %s: %s.",
            "El contador vuelve a cero el %s.",
            "Quien administra su plan puede ampliarlo.",
            Map.of(
                    "messages",
                    new Matter(
                            "mensajes enviados este mes",
                            "Hasta entonces no se envían más mensajes ni respuestas automáticas. Los de sus clientes se"
                                    + " siguen recibiendo y guardando."),
                    "aiTokens",
                    new Matter("tokens de IA de este mes", "Hasta entonces no se dan más respuestas con IA."),
                    "assistants",
                    new Matter("asistentes", "No se pueden crear más asistentes."),
                    "seats",
                    new Matter("puestos", "No se puede invitar ni activar a más personas."),
                    STORAGE,
                    new Matter(
                            "megabytes almacenados",
                            "Los archivos nuevos no se guardan; los mensajes se siguen recibiendo."),
                    BY_THE_MINUTE,
                    new Matter("llamadas a la API en un minuto", "Las que pasan de ahí se rechazan con 429.")));

    private static final Words ENGLISH = new Words(
            Locale.ENGLISH,
            "FLAME: %d %% of %s",
            "Your business uses %s of %s: %s.",
            "The count begins at zero again on %s.",
            "Whoever manages your plan can extend it.",
            Map.of(
                    "messages",
                    new Matter(
                            "messages sent this month",
                            "Until then no more messages and automatic answers are sent. Those of your customers are"
                                    + " still received and kept."),
                    "aiTokens",
                    new Matter("AI tokens of this month", "Until then no more answers are given with AI."),
                    "assistants",
                    new Matter("assistants", "No more assistants can be made."),
                    "seats",
                    new Matter("seats", "No more people can be invited or activated."),
                    STORAGE,
                    new Matter("megabytes stored", "New files are not kept; messages are still received."),
                    BY_THE_MINUTE,
                    new Matter("calls of the API in a minute", "Those beyond are refused with 429.")));

    private QuotaLetter() {}

    /**
     * Writes the mail.
     *
     * @param language English if it is that, otherwise Spanish
     * @param zone in which the day of the reset is told
     */
    static Letter write(String to, QuotaNotice notice, Locale language, ZoneId zone) {
        Words words = "en".equals(language.getLanguage()) ? ENGLISH : SPANISH;
        Matter matter = words.matters().getOrDefault(notice.limit(), new Matter(notice.limit(), ""));
        String subject = words.subject().formatted(notice.percent(), matter.name());
        return Letter.ofSentences(to, words.locale().getLanguage(), subject, sentences(notice, words, matter, zone));
    }

    private static List<String> sentences(QuotaNotice notice, Words words, Matter matter, ZoneId zone) {
        List<String> sentences = new ArrayList<>();
        sentences.add(words.use()
                .formatted(
                        number(notice, notice.used(), words), number(notice, notice.allowed(), words), matter.name()));
        Instant reset = notice.resetsAt();
        if (reset != null && !notice.limit().equals(BY_THE_MINUTE)) {
            sentences.add(words.reset().formatted(day(reset, zone, words.locale())));
        }
        if (notice.percent() == ALL) {
            sentences.add(matter.consequence());
        }
        sentences.add(words.advice());
        return sentences;
    }

    private static String number(QuotaNotice notice, long number, Words words) {
        return NumberFormat.getIntegerInstance(words.locale())
                .format(notice.limit().equals(STORAGE) ? number / MEGABYTE : number);
    }

    private static String day(Instant instant, ZoneId zone, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(instant.atZone(zone));
    }
}
