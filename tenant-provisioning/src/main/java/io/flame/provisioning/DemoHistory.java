package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.provisioning.DemoConversation.Message;
import io.flame.provisioning.DemoConversation.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Thirty days of conversations up to now; the same ones each time, apart from their ids. */
record DemoHistory(DemoScript script, List<UUID> agents, Instant now) {
    private static final Duration LENGTH = Duration.ofDays(30);
    private static final int STILL_OPEN = 8;
    private static final int OPENING_HOUR = 9;
    private static final int HOURS_OPEN = 12;
    private static final int FIRST_ORDER = 10_240;

    /** Oldest first. */
    List<DemoConversation> conversations() {
        return IntStream.range(0, script.customers().size())
                .mapToObj(this::conversation)
                .toList();
    }

    private DemoConversation conversation(int index) {
        DemoScript.Dialogue dialogue =
                script.dialogues().get(index % script.dialogues().size());
        List<String> lines = said(dialogue.lines(), index);
        boolean person = lines.stream().anyMatch(line -> line.startsWith("a"));
        return new DemoConversation(
                Ids.next(),
                Ids.next(),
                script.customers().get(index),
                "%s%02d".formatted(script.identityPrefix(), index),
                status(index),
                dialogue.priority(),
                dialogue.tags(),
                person ? agents.get(index % agents.size()) : null,
                messages(lines, index));
    }

    /** The newest conversations are still going on: some wait for a person, some have just been answered. */
    private List<String> said(List<String> lines, int index) {
        if (!recent(index) || index % 3 == 2) {
            return lines;
        }
        boolean waiting = index % 3 == 1;
        int end = IntStream.range(1, lines.size())
                .filter(line -> waiting ? lines.get(line).startsWith("a") : line == lines.size() - 1)
                .findFirst()
                .orElse(lines.size());
        return lines.subList(0, end);
    }

    private boolean recent(int index) {
        return index >= script.customers().size() - STILL_OPEN;
    }

    private String status(int index) {
        if (recent(index)) {
            return index % 3 == 1 ? "pending" : "active";
        }
        if (index % 7 == 3) {
            return index % 2 == 0 ? "pending" : "active";
        }
        return index < script.customers().size() / 3 && index % 3 == 0 ? "archived" : "resolved";
    }

    private List<Message> messages(List<String> lines, int index) {
        Random random = new Random(index);
        List<Duration> pauses = pauses(lines, random);
        Instant at = start(index, random, pauses.stream().reduce(Duration.ZERO, Duration::plus));
        List<Message> messages = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            at = at.plus(pauses.get(line));
            messages.add(message(lines, line, index, at, messages));
        }
        return messages;
    }

    private Message message(List<String> lines, int line, int index, Instant at, List<Message> before) {
        String text = lines.get(line);
        Sender sender = sender(text);
        String content = sender == Sender.ASSISTANT ? script.greeting() : filled(text.substring(2), index);
        UUID answerTo = sender == Sender.ASSISTANT ? before.getLast().id() : null;
        boolean followed = line + 1 < lines.size();
        return new Message(Ids.next(), sender, content, status(sender, followed, index), at, answerTo);
    }

    /** Whoever writes again has read what came before; the last message may be anywhere on its way. */
    private String status(Sender sender, boolean followed, int index) {
        if (sender == Sender.USER) {
            return followed ? "read" : "delivered";
        }
        if (followed) {
            return "read";
        }
        return switch (index % 6) {
            case 0 -> "delivered";
            case 1 -> "sent";
            case 4 -> index % 4 == 0 ? "failed" : "read";
            default -> "read";
        };
    }

    private static Sender sender(String line) {
        return switch (line.charAt(0)) {
            case 'c' -> Sender.USER;
            case 'b' -> Sender.ASSISTANT;
            default -> Sender.AGENT;
        };
    }

    private String filled(String text, int index) {
        return text.replace("{name}", script.customers().get(index))
                .replace("{order}", String.valueOf(FIRST_ORDER + index * 37))
                .replace("{item}", script.items().get(index % script.items().size()));
    }

    private static List<Duration> pauses(List<String> lines, Random random) {
        return lines.stream()
                .map(line -> switch (sender(line)) {
                    case ASSISTANT -> Duration.ofMillis(600 + random.nextInt(900));
                    case AGENT -> Duration.ofSeconds(60 + random.nextInt(540));
                    case USER -> Duration.ofSeconds(25 + random.nextInt(400));
                })
                .toList();
    }

    /** Evenly over the days, within the hours of business, and ended before now. */
    private Instant start(int index, Random random, Duration length) {
        int count = script.customers().size();
        Instant latest = now.minus(length).minus(Duration.ofMinutes(2 + 7L * (count - index)));
        ZonedDateTime day =
                now.minus(LENGTH.multipliedBy(count - index).dividedBy(count)).atZone(ZoneId.of(script.timeZone()));
        Instant start = day.toLocalDate()
                .atTime(OPENING_HOUR + random.nextInt(HOURS_OPEN), random.nextInt(60), random.nextInt(60))
                .atZone(day.getZone())
                .toInstant();
        return recent(index) || start.isAfter(latest) ? latest : start;
    }
}
