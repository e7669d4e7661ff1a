package io.flame.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.messaging.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who answers now. It is Monday, 12:00 in UTC; every line names the case, what is given, who answers, and the reason. */
class DeciderTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String NOBODY = "nobody";

    private static final Candidate ANA = candidate("Ana", AssistantType.AUTO, AssistantStatus.ACTIVE, onDuty());
    private static final Candidate BEN = candidate("Ben", AssistantType.AUTO, AssistantStatus.ACTIVE, onDuty());
    private static final Candidate NIGHT = candidate("Night", AssistantType.AUTO, AssistantStatus.ACTIVE, offDuty());
    private static final Candidate ASLEEP = candidate("Asleep", AssistantType.AUTO, AssistantStatus.INACTIVE, onDuty());
    private static final Candidate FREE = candidate("Free", AssistantType.AUTO, AssistantStatus.ACTIVE, always());
    private static final Candidate HOLIDAY = candidate(
            "Holiday",
            AssistantType.AUTO,
            AssistantStatus.ACTIVE,
            Hours.in("UTC").holiday("2026-06-01"));
    private static final Candidate FAIR = candidate(
            "Fair", AssistantType.AUTO, AssistantStatus.ACTIVE, Hours.in("UTC").open("2026-06-01", "11:00", "13:00"));
    private static final Candidate WISE = candidate("Wise", AssistantType.AI, AssistantStatus.ACTIVE, onDuty());
    private static final Candidate LEARNING =
            candidate("Learning", AssistantType.AI, AssistantStatus.TRAINING, onDuty());
    private static final Candidate MUTE = new Candidate(
            UUID.randomUUID(), "Mute", AssistantType.AUTO, AssistantStatus.ACTIVE, null, always().hours());

    static Stream<Arguments> whoAnswers() {
        return Stream.of(
                line("within its hours the assistant answers", turn(), team(ANA), "Ana", "within_schedule"),
                line("without any hours it always does", turn(), team(FREE), "Free", "always_on_duty"),
                line("on a day with other hours it does within them", turn(), team(FAIR), "Fair", "within_exception"),
                line("outside of its hours nobody answers", turn(), team(NIGHT), NOBODY, "outside_schedule"),
                line("on a holiday nobody answers", turn(), team(HOLIDAY), NOBODY, "outside_schedule"),
                line("an inactive assistant is silent", turn(), team(ASLEEP), NOBODY, "assistant_inactive"),
                line("without assistants nobody answers", turn(), team(), NOBODY, "no_assistant"),
                line("one without a text is silent", turn(), team(MUTE), NOBODY, "no_text"),
                line(
                        "unsupported messages are answered too",
                        turn().type(MessageType.UNSUPPORTED),
                        team(ANA),
                        "Ana",
                        "within_schedule"),
                line(
                        "an edit or a deletion is no question",
                        turn().type(MessageType.NOTICE),
                        team(ANA),
                        NOBODY,
                        "nothing_said"),
                line("the oldest of several on duty answers", turn(), team(ANA, BEN), "Ana", "within_schedule"),
                line(
                        "the next one does when the oldest is off",
                        turn(),
                        team(NIGHT, ASLEEP, BEN),
                        "Ben",
                        "within_schedule"),
                line("off duty is told before inactive", turn(), team(ASLEEP, NIGHT), NOBODY, "outside_schedule"),
                line("one of type ai does not step in unasked", turn(), team(WISE, ANA), "Ana", "within_schedule"),
                line("not even alone", turn(), team(WISE), NOBODY, "no_assistant"),
                line(
                        "nobody steps in when the tenant forbids it",
                        turn(),
                        withoutFallback(ANA),
                        NOBODY,
                        "no_assistant"),
                line(
                        "the conversation's assistant comes first",
                        turn().assigned(BEN).byDefault(ANA),
                        team(ANA, BEN),
                        "Ben",
                        "within_schedule"),
                line("then the integration's", turn().byDefault(BEN), team(ANA, BEN), "Ben", "within_schedule"),
                line(
                        "both need no fallback",
                        turn().assigned(BEN),
                        withoutFallback(ANA, BEN),
                        "Ben",
                        "within_schedule"),
                line(
                        "no other takes over from an assigned one that is off",
                        turn().assigned(NIGHT).byDefault(ANA),
                        team(ANA, NIGHT),
                        NOBODY,
                        "outside_schedule"),
                line(
                        "nor from one that is inactive",
                        turn().assigned(ASLEEP),
                        team(ANA, ASLEEP),
                        NOBODY,
                        "assistant_inactive"),
                line(
                        "nor from an integration's that is off",
                        turn().byDefault(NIGHT),
                        team(ANA, NIGHT),
                        NOBODY,
                        "outside_schedule"),
                line("nor from one that no longer exists", turn().assigned(BEN), team(ANA), NOBODY, "no_assistant"),
                line(
                        "an assigned one of type ai is silent",
                        turn().assigned(WISE),
                        team(ANA, WISE),
                        NOBODY,
                        "not_trained"),
                line("also while it learns", turn().assigned(LEARNING), team(ANA, LEARNING), NOBODY, "not_trained"),
                line(
                        "a person who has just written is on it",
                        turn().agent(minutes(1)),
                        team(ANA),
                        NOBODY,
                        "person_on_it"),
                line("and still is after 30 minutes", turn().agent(minutes(30)), team(ANA), NOBODY, "person_on_it"),
                line("but not after 31", turn().agent(minutes(31)), team(ANA), "Ana", "within_schedule"),
                line("nor if assigned but silent so far", turn().agent(null), team(ANA), "Ana", "within_schedule"),
                line(
                        "also in a conversation that was given to nobody",
                        turn().agent(minutes(1)).unassigned(),
                        team(ANA),
                        NOBODY,
                        "person_on_it"),
                line(
                        "the tenant says how long a person stays",
                        turn().agent(minutes(6)),
                        new Team(List.of(ANA), true, minutes(5)),
                        "Ana",
                        "within_schedule"),
                line(
                        "a message delivered 24 hours late is answered",
                        turn().happened(hours(24)),
                        team(ANA),
                        "Ana",
                        "within_schedule"),
                line(
                        "one delivered later is not",
                        turn().happened(hours(24).plusSeconds(1)),
                        team(ANA),
                        NOBODY,
                        "reply_window_closed"),
                line(
                        "up to the provider's last retry",
                        turn().happened(Duration.ofDays(7)),
                        team(ANA),
                        NOBODY,
                        "reply_window_closed"),
                line(
                        "an older event time is not believed",
                        turn().happened(Duration.ofDays(7).plusSeconds(1)),
                        team(ANA),
                        "Ana",
                        "within_schedule"),
                line("nor is one in the future", turn().happened(hours(-30)), team(ANA), "Ana", "within_schedule"),
                line(
                        "a message that waited with us for too long is late as well",
                        turn().received(hours(25)),
                        team(ANA),
                        NOBODY,
                        "reply_window_closed"),
                line(
                        "one timely message keeps the window open",
                        turn().happened(hours(1)).andThen(hours(30)),
                        team(ANA),
                        "Ana",
                        "within_schedule"),
                line("five answers in a minute are talk", turn().answers(5), team(ANA), "Ana", "within_schedule"),
                line("six are a loop", turn().answers(6), team(ANA), NOBODY, "loop_suspected"),
                line(
                        "the window is told before the loop",
                        turn().answers(6).happened(hours(30)),
                        team(ANA),
                        NOBODY,
                        "reply_window_closed"),
                line(
                        "the loop before the person",
                        turn().answers(6).agent(minutes(1)),
                        team(ANA),
                        NOBODY,
                        "loop_suspected"),
                line(
                        "the person before the assistant",
                        turn().agent(minutes(1)),
                        team(ASLEEP),
                        NOBODY,
                        "person_on_it"));
    }

    @ParameterizedTest
    @MethodSource
    void whoAnswers(TurnBuilder turn, Team team, String who, String reason) {
        Decision decision = Decider.decide(turn.at(NOW), team, NOW);

        assertThat(decision.reason().word()).isEqualTo(reason);
        assertThat(decision)
                .isInstanceOf(who.equals(NOBODY) ? Decision.Silence.class : Decision.Answer.class)
                .satisfies(each -> {
                    if (each instanceof Decision.Answer answer) {
                        assertThat(answer.text()).isEqualTo("This is " + who);
                        assertThat(team.member(answer.assistantId()).map(Candidate::name))
                                .contains(who);
                    }
                });
    }

    @Test
    void namesTheChosenAssistantThatStaysSilent() {
        Decision decision = Decider.decide(turn().assigned(NIGHT).at(NOW), team(NIGHT), NOW);

        assertThat(((Decision.Silence) decision).assistantId()).contains(NIGHT.id());
    }

    @Test
    void explainsItself() {
        Decision decision = Decider.decide(turn().at(NOW), team(NIGHT, ANA), NOW);

        JsonNode detail = Json.read(Json.write(decision.explanation()), JsonNode.class);
        assertThat(detail.at("/chosenBy").asText()).isEqualTo("fallback");
        assertThat(detail.at("/assistant/name").asText()).isEqualTo("Ana");
        assertThat(detail.at("/assistant/localTime").asText()).isEqualTo("2026-06-01T12:00:00");
        assertThat(detail.at("/assistant/range/startTime").asText()).isEqualTo("09:00");
        assertThat(detail.at("/candidates/0/name").asText()).isEqualTo("Night");
        assertThat(detail.at("/candidates/0/onDuty").booleanValue()).isFalse();
    }

    private static Arguments line(String name, TurnBuilder turn, Team team, String who, String reason) {
        return argumentSet(name, turn, team, who, reason);
    }

    private static TurnBuilder turn() {
        return new TurnBuilder();
    }

    private static Team team(Candidate... candidates) {
        return new Team(List.of(candidates), true, Team.PERSON_STAYS);
    }

    private static Team withoutFallback(Candidate... candidates) {
        return new Team(List.of(candidates), false, Team.PERSON_STAYS);
    }

    private static Candidate candidate(String name, AssistantType type, AssistantStatus status, Hours hours) {
        return new Candidate(UUID.randomUUID(), name, type, status, "This is " + name, hours.hours());
    }

    private static Hours onDuty() {
        return Hours.in("UTC").daily("09:00", "18:00");
    }

    private static Hours offDuty() {
        return Hours.in("UTC").daily("22:00", "06:00");
    }

    private static Hours always() {
        return Hours.in("UTC");
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }
}
