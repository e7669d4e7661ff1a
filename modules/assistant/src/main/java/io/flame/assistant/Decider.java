package io.flame.assistant;

import io.flame.messaging.MessageType;
import io.flame.messaging.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides who answers a customer now, if anyone. A pure function of the turn, the team and the time: first what concerns
 * the conversation, then the assistant.
 */
final class Decider {

    /** How long after a customer's message providers let a business answer freely. */
    static final Duration REPLY_WINDOW = Duration.ofHours(24);

    /** How long providers go on delivering a message that was not acknowledged. */
    static final Duration LONGEST_RETRY = Duration.ofDays(7);

    static final int MOST_ANSWERS_IN_A_MINUTE = 6;

    private final Turn turn;
    private final Team team;
    private final Instant now;

    private Decider(Turn turn, Team team, Instant now) {
        this.turn = turn;
        this.team = team;
        this.now = now;
    }

    static Decision decide(Turn turn, Team team, Instant now) {
        return new Decider(turn, team, now).decide();
    }

    private Decision decide() {
        if (turn.messages().stream().allMatch(message -> message.type() == MessageType.NOTICE)) {
            return silence(Reason.NOTHING_SAID);
        }
        if (isReplyWindowClosed()) {
            return silence(Reason.REPLY_WINDOW_CLOSED);
        }
        if (turn.answersInLastMinute() >= MOST_ANSWERS_IN_A_MINUTE) {
            return silence(Reason.LOOP_SUSPECTED);
        }
        if (isPersonOnIt()) {
            return silence(Reason.PERSON_ON_IT);
        }
        return turn.assignedAssistant()
                .map(id -> askOne(id, "conversation"))
                .or(() -> turn.defaultAssistant().map(id -> askOne(id, "integration")))
                .orElseGet(this::askAll);
    }

    /** One message of the burst that came in time keeps the window open. */
    private boolean isReplyWindowClosed() {
        return turn.messages().stream()
                .map(Decider::plausibleTime)
                .allMatch(time -> Duration.between(time, now).compareTo(REPLY_WINDOW) > 0);
    }

    /** Nothing is delivered before it happens, nor after the provider has given up: such a clock is not believed. */
    private static Instant plausibleTime(Turn.Incoming message) {
        Instant received = message.receivedAt();
        boolean plausible = !message.occurredAt().isAfter(received)
                && !message.occurredAt().isBefore(received.minus(LONGEST_RETRY));
        return plausible ? message.occurredAt() : received;
    }

    /** Whoever has just written is on it, whether or not the conversation was given to him. */
    private boolean isPersonOnIt() {
        return turn.lastAgentAt()
                .filter(last -> Duration.between(last, now).compareTo(team.personStays()) <= 0)
                .isPresent();
    }

    /** The chosen one answers or nobody does: no other takes over. */
    private Decision askOne(UUID id, String chosenBy) {
        return team.member(id)
                .map(chosen -> answerOf(chosen, chosenBy, List.of(noteOf(chosen))))
                .orElseGet(() -> silence(Reason.NO_ASSISTANT));
    }

    private Decision askAll() {
        if (!team.fallback()) {
            return silence(Reason.NO_ASSISTANT);
        }
        List<Candidate> automatic = team.candidates().stream()
                .filter(each -> each.type() == AssistantType.AUTO)
                .toList();
        List<Explanation.Note> notes = automatic.stream().map(this::noteOf).toList();
        return automatic.stream()
                .filter(this::isReady)
                .findFirst()
                .map(ready -> answerOf(ready, "fallback", notes))
                .orElseGet(() -> new Decision.Silence(
                        Optional.empty(), whyNobody(automatic), new Explanation("fallback", null, notes)));
    }

    private boolean isReady(Candidate candidate) {
        return candidate.status() == AssistantStatus.ACTIVE
                && candidate.autoResponse() != null
                && candidate.hours().onDutyAt(now);
    }

    private Reason whyNobody(List<Candidate> automatic) {
        if (automatic.isEmpty()) {
            return Reason.NO_ASSISTANT;
        }
        List<Candidate> active = automatic.stream()
                .filter(each -> each.status() == AssistantStatus.ACTIVE)
                .toList();
        if (active.isEmpty()) {
            return Reason.ASSISTANT_INACTIVE;
        }
        return active.stream().anyMatch(each -> each.hours().onDutyAt(now)) ? Reason.NO_TEXT : Reason.OUTSIDE_SCHEDULE;
    }

    private Decision answerOf(Candidate chosen, String chosenBy, List<Explanation.Note> notes) {
        Explanation explanation = new Explanation(chosenBy, noteOf(chosen), notes);
        Duty duty = chosen.hours().at(now);
        String text = chosen.autoResponse();
        if (chosen.status() == AssistantStatus.INACTIVE) {
            return silence(chosen, Reason.ASSISTANT_INACTIVE, explanation);
        }
        if (!duty.onDuty()) {
            return silence(chosen, Reason.OUTSIDE_SCHEDULE, explanation);
        }
        if (chosen.type() == AssistantType.AI || chosen.status() == AssistantStatus.TRAINING) {
            return silence(chosen, Reason.NOT_TRAINED, explanation);
        }
        if (text == null) {
            return silence(chosen, Reason.NO_TEXT, explanation);
        }
        return new Decision.Answer(chosen.id(), text, Reason.of(duty.reason()), explanation);
    }

    private Explanation.Note noteOf(Candidate candidate) {
        return Explanation.Note.of(candidate, candidate.hours().at(now));
    }

    private static Decision silence(Reason reason) {
        return new Decision.Silence(Optional.empty(), reason, Explanation.NOBODY_ASKED);
    }

    private static Decision silence(Candidate chosen, Reason reason, Explanation explanation) {
        return new Decision.Silence(Optional.of(chosen.id()), reason, explanation);
    }
}
