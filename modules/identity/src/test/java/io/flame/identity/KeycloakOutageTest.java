package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeycloakOutageTest {

    private static final Duration LONG_AFTER = Duration.ofMinutes(1);

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.ADMIN);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void keepsTheLastGoodKeysWhileKeycloakFails() {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        edge.clock.advance(LONG_AFTER);
        edge.keys.refresh().join();

        assertThat(edge.tokens.verify(freshToken()).userId()).isEqualTo(member);
    }

    @Test
    void neverWaitsForAHangingKeycloakWhenTheKeyIsKnown() {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        edge.keycloak.mode(FakeKeycloak.Mode.HANGS);
        edge.clock.advance(LONG_AFTER);
        edge.keys.refresh();

        long start = System.nanoTime();
        edge.tokens.verify(freshToken());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void holdsUpOnlyAFewOfManyUnknownKeysWhileKeycloakHangs() throws Exception {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        edge.keycloak.mode(FakeKeycloak.Mode.HANGS);
        edge.clock.advance(LONG_AFTER);
        List<String> unknown = unknownTokens(200);

        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            callers.invokeAll(unknown.stream().map(this::refused).toList());
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(edge.keycloak.keyFetches()).isEqualTo(2);
    }

    @Test
    void fetchesOnceForAFloodOfUnknownKeys() throws Exception {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        edge.clock.advance(LONG_AFTER);

        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            callers.invokeAll(unknownTokens(500).stream().map(this::refused).toList());
        }

        assertThat(edge.keycloak.keyFetches()).isEqualTo(2);
    }

    /** A thousand a second, each with a key id of its own, for half a minute of the clock. */
    @Test
    void fetchesOnceInTenSecondsForUnknownKeysThatKeepComing() {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        Instant start = edge.clock.instant();
        int before = edge.keycloak.keyFetches();

        for (int second = 0; second < 30; second++) {
            unknownTokens(1_000).forEach(token -> catchThrowableOfType(Problem.class, () -> edge.tokens.verify(token)));
            edge.clock.advance(Duration.ofSeconds(1));
        }

        int fetches = edge.keycloak.keyFetches() - before;
        long seconds = Duration.between(start, edge.clock.instant()).toSeconds();
        System.out.printf("30,000 unknown key ids in %d s: %d fetches of the keys%n", seconds, fetches);
        assertThat(fetches).isBetween(1, (int) (seconds / 10) + 1);
    }

    @Test
    void acceptsANewKeyWithinAMinute() {
        edge.tokens.verify(edge.tokenOf(member, "acme"));
        edge.keycloak.rotate("key-2");
        String fresh = edge.tokenOf(member, "acme");
        int seconds = 0;
        while (seconds <= 60 && catchThrowableOfType(Problem.class, () -> edge.tokens.verify(fresh)) != null) {
            edge.clock.advance(Duration.ofSeconds(1));
            seconds++;
        }

        System.out.printf("tokens of a new key are accepted after %d s%n", seconds);
        assertThat(seconds).isBetween(1, 60);
    }

    @Test
    void saysThatItCannotTellWhileItNeverHadAKey() {
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);

        Problem problem = catchThrowableOfType(Problem.class, () -> edge.tokens.verify(edge.tokenOf(member, "acme")));

        assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(problem.retryAfter()).isPresent();
    }

    @Test
    void recoversByItselfWhenKeycloakComesBack() {
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        String token = edge.tokenOf(member, "acme");
        assertThatThrownBy(() -> edge.tokens.verify(token)).isInstanceOf(Problem.class);

        edge.keycloak.mode(FakeKeycloak.Mode.WORKS);

        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> edge.tokens.verify(token) != null);
    }

    @Test
    void refusesASignInWithinThreeSecondsWhileKeycloakHangs() {
        edge.keycloak.mode(FakeKeycloak.Mode.HANGS);

        long start = System.nanoTime();
        Problem problem =
                catchThrowableOfType(Problem.class, () -> edge.sessions.login("ana@example.test", "invented"));

        assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_000));
    }

    @Test
    void refusesASignInAtOnceWhileKeycloakIsDown() {
        edge.keycloak.close();

        Problem problem =
                catchThrowableOfType(Problem.class, () -> edge.sessions.login("ana@example.test", "invented"));

        assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    private String freshToken() {
        return edge.keycloak.sign(edge.keycloak
                .claims(member, "acme")
                .expirationTime(java.util.Date.from(edge.clock.instant().plusSeconds(300)))
                .build());
    }

    /** Their signatures are wrong, which nobody can find out without the key. */
    private List<String> unknownTokens(int count) {
        String signed = edge.tokenOf(member, "acme");
        String rest = signed.substring(signed.indexOf('.'));
        return IntStream.range(0, count)
                .mapToObj(number -> new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID("unknown-" + number)
                                .build()
                                .toBase64URL()
                        + rest)
                .toList();
    }

    private Callable<Object> refused(String token) {
        return () -> catchThrowableOfType(Problem.class, () -> edge.tokens.verify(token))
                .code();
    }
}
