package io.flame.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured beside what was wanted; a row of a Markdown table each. */
final class Bars {
    private final List<String> rows = new ArrayList<>();
    private boolean kept = true;

    /** A figure that must not be above the bar; one that could not be measured is missed. */
    void atMost(String what, double measured, double bar, String unit) {
        row(what, number(measured, unit), "≤ " + number(bar, unit), measured <= bar);
    }

    /** A number of events that must be exactly so. */
    void exactly(String what, long measured, long bar) {
        row(what, "" + measured, "" + bar, measured == bar);
    }

    /** A figure without a bar. */
    void note(String what, String measured) {
        rows.add("| %s | %s | – | |".formatted(what, measured));
    }

    /** Prints the table; 0 when every bar is kept, else 1. */
    int print(String title) {
        System.out.printf("%n%s%n%n| what | measured | bar | kept |%n|---|---:|---:|---|%n", title);
        rows.forEach(System.out::println);
        System.out.println();
        return kept ? 0 : 1;
    }

    static String number(double value, String unit) {
        String format = Math.abs(value) < 10 && value != Math.rint(value) ? "%.2f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, unit).strip();
    }

    private void row(String what, String measured, String bar, boolean isKept) {
        kept &= isKept;
        rows.add("| %s | %s | %s | %s |".formatted(what, measured, bar, isKept ? "yes" : "**no**"));
    }
}
