package io.flame.provisioning;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** An automatic assistant as a new tenant gets it. */
record AssistantTemplate(String name, String description, String response, List<Hours> hours) {
    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final LocalTime EVENING = LocalTime.of(18, 0);
    private static final LocalTime WEEKEND_EVENING = LocalTime.of(20, 0);
    private static final int DAYS = 7;

    /** A range of one day of the week, 0 being Sunday; an overnight range ends on the next day. */
    record Hours(int day, LocalTime start, LocalTime end, boolean overnight) {}

    /** For a tenant that has said nothing else: Monday to Friday, nine to six. */
    static AssistantTemplate officeHours(String language) {
        List<Hours> hours = List.of(
                        DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY)
                .stream()
                .map(day -> new Hours(day.getValue(), MORNING, EVENING, false))
                .toList();
        if (language.equals("en")) {
            return new AssistantTemplate(
                    "Welcome",
                    "Answers during office hours",
                    "Hello! Thank you for writing to us. Somebody from our team will answer you shortly.",
                    hours);
        }
        return new AssistantTemplate(
                "Bienvenida",
                "Responde en horario de oficina",
                "¡Hola! Gracias por escribirnos. En breve le responderá una persona de nuestro equipo.",
                hours);
    }

    /** A day range and a night range for each day of the week, so that no minute is left without an answer. */
    static List<Hours> aroundTheClock() {
        List<Hours> hours = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            LocalTime evening = day == 0 || day == DAYS - 1 ? WEEKEND_EVENING : EVENING;
            hours.add(new Hours(day, MORNING, evening, false));
            hours.add(new Hours(day, evening, MORNING, true));
        }
        return hours;
    }
}
