package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInLimitTest {

    private static final String EMAIL = "ana@example.test";
    private static final String PASSWORD = "invented-password-1";

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.AGENT);

    @BeforeEach
    void addUser() {
        edge.keycloak.addUser(
                EMAIL,
                PASSWORD,
                edge.keycloak
                        .claims(member, "acme")
                        .expirationTime(Date.from(Instant.now().plusSeconds(7_200)))
                        .build());
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void letsTenOfAThousandGuessesReachThePassword() {
        IntStream.range(0, 1_000).parallel().forEach(guess -> refusal(EMAIL, "guess-" + guess));

        assertThat(edge.keycloak.people.passwordChecks()).isEqualTo(10);
    }

    @Test
    void answersTheRightPasswordOfALockedAccountLikeAWrongOne() {
        Problem wrong = refusal(EMAIL, "wrong");
        guessNineTimes();

        Problem locked = refusal(EMAIL, PASSWORD);

        assertThat(locked.code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID).isEqualTo(wrong.code());
        assertThat(locked.detail()).isEqualTo(wrong.detail());
    }

    @Test
    void countsEverySpellingOfAnAddressTogether() {
        refusal(EMAIL, "wrong");
        guessNineTimes();

        assertThat(refusal(" ANA@Example.test\t", PASSWORD).code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(refusal("\u0001" + EMAIL, PASSWORD).code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(edge.keycloak.people.passwordChecks()).isEqualTo(10);
    }

    @Test
    void letsThePersonInAgainAfterAQuarterOfAnHour() {
        refusal(EMAIL, "wrong");
        guessNineTimes();

        edge.clock.advance(Duration.ofMinutes(15));

        assertThat(edge.login(EMAIL, PASSWORD).user().id()).isEqualTo(member);
    }

    @Test
    void doesNotCountWhoKnowsThePassword() {
        for (int i = 0; i < 12; i++) {
            edge.login(EMAIL, PASSWORD);
        }

        assertThat(edge.keycloak.people.passwordChecks()).isEqualTo(12);
    }

    @Test
    void givesAnAttackerNoMoreGuessesWhenThePersonSignsIn() {
        guessNineTimes();
        edge.login(EMAIL, PASSWORD);

        refusal(EMAIL, "the tenth");
        refusal(EMAIL, "the eleventh");

        assertThat(edge.keycloak.people.passwordChecks()).isEqualTo(11);
    }

    @Test
    void doesNotCountWhatKeycloakCouldNotAnswer() {
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        for (int i = 0; i < 12; i++) {
            assertThat(refusal(EMAIL, PASSWORD).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        }
        edge.keycloak.mode(FakeKeycloak.Mode.WORKS);

        assertThat(edge.login(EMAIL, PASSWORD).user().id()).isEqualTo(member);
    }

    private void guessNineTimes() {
        for (int i = 0; i < 9; i++) {
            refusal(EMAIL, "wrong-" + i);
        }
    }

    private Problem refusal(String email, String password) {
        return catchThrowableOfType(Problem.class, () -> edge.login(email, password));
    }
}
