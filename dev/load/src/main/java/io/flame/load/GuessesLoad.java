package io.flame.load;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Guesses at one account's password from ever other addresses. What got as far as the password is counted in Keycloak's
 * own events, which name the account and why it was refused.
 */
@Command(
        name = "guesses",
        description = "Guesses at one password from changing addresses; how many are tried at all.",
        mixinStandardHelpOptions = true)
final class GuessesLoad implements Callable<Integer> {
    private static final int AT_ONCE = 4;
    private static final int ADDRESS_LIMIT = 100;
    private static final int ACCOUNTS = 12;
    private static final int GUESSES_FOR_EACH = 8;
    private static final String WRONG = "a wrong guess ";

    /** The one account without attempts has some again when the oldest is a quarter of an hour old. */
    private static final String SECONDS_UNTIL_FREE = """
            SELECT extract(epoch FROM min(t) + interval '15 minutes' - now()) FROM flame.attempts, unnest(times) AS t
             WHERE kind = 'sign-in' AND cardinality(times) = 10""";

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "guesses (default: ${DEFAULT-VALUE})")
    private int count;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> limits =
                Map.of("FLAME_TRUSTED_PROXIES", "1", "FLAME_RATE_ANONYMOUS", "" + ADDRESS_LIMIT);
        try (Installation flame = Installation.start(data.folder(), limits)) {
            for (int i = 0; i <= ACCOUNTS; i++) {
                flame.create("shop" + i).expect(201);
            }
            KeycloakEvents events = new KeycloakEvents(flame.stack().keycloak());
            events.begin();
            Bars bars = new Bars();
            guessFromChangingAddresses(flame, events, bars);
            compareTimes(flame, bars);
            guessWithSpoofedAddresses(flame, bars);
            return bars.print("guesses: " + count + " at one account");
        }
    }

    private void guessFromChangingAddresses(Installation flame, KeycloakEvents events, Bars bars)
            throws InterruptedException {
        Set<String> answers = new ConcurrentSkipListSet<>();
        try (ExecutorService guessers = Executors.newFixedThreadPool(AT_ONCE)) {
            IntStream.range(0, count)
                    .forEach(number -> guessers.execute(() -> answers.add(
                            answer(guess(flame, address(number), "shop0", number)))));
        }
        Map<String, Long> errors = events.errorsOf(Installation.adminOf("shop0"));
        long tried = errors.getOrDefault("invalid_user_credentials", 0L);
        bars.atMost("guesses that reached the password check", tried, 10, "");
        bars.note("what Keycloak noted of the account", errors.toString());
        bars.exactly("different answers", answers.size(), 1);
        bars.exactly(
                "log-ins with the right password while locked",
                flame.anonymous().login(Installation.adminOf("shop0"), Installation.PASSWORD).status() == 200 ? 1 : 0,
                0);
        bars.atMost("the lock ends after", lockEnds(flame), Duration.ofMinutes(15).toSeconds(), "s");
    }

    private static double lockEnds(Installation flame) {
        return Double.parseDouble(flame.sql(SECONDS_UNTIL_FREE).getFirst());
    }

    /** Guesses at the locked account and at accounts that have attempts left, in turns. */
    private static void compareTimes(Installation flame, Bars bars) {
        Samples locked = new Samples();
        Samples wrong = new Samples();
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < ACCOUNTS * GUESSES_FOR_EACH; i++) {
            Reply one = guess(flame, address(i), "shop0", i);
            Reply other = guess(flame, address(i), "shop" + (1 + i % ACCOUNTS), i);
            answers.add(answer(one));
            answers.add(answer(other));
            locked.add(one.nanos());
            wrong.add(other.nanos());
        }
        bars.exactly("different answers, locked or wrong", answers.size(), 1);
        bars.note("p50 when locked, when wrong", text(locked) + ", " + text(wrong));
        bars.atMost("their difference", Math.abs(locked.percentile(50) - wrong.percentile(50)), 50, "ms");
    }

    /** One address that says of itself to be ever another one: the trusted proxy has written the last word. */
    private static void guessWithSpoofedAddresses(Installation flame, Bars bars) {
        Caller spoofer = flame.anonymous();
        int admitted = 0;
        for (int i = 0; i < 2 * ADDRESS_LIMIT; i++) {
            Reply reply = spoofer.with("X-Forwarded-For", address(i) + ", 203.0.113.250")
                    .login("nobody" + i + "@shop1.example", WRONG + i);
            admitted += reply.status() == 429 ? 0 : 1;
        }
        bars.atMost("guesses of one address that calls itself otherwise", admitted, ADDRESS_LIMIT, "");
    }

    private static Reply guess(Installation flame, String address, String slug, int number) {
        return flame.anonymous()
                .with("X-Forwarded-For", address)
                .login(Installation.adminOf(slug), WRONG + number);
    }

    /** Of the networks that are set aside for benchmarks. */
    private static String address(int number) {
        return "198.18." + number / 250 + "." + (1 + number % 250);
    }

    /** What a guesser sees, without the id that every answer has of its own. */
    private static String answer(Reply reply) {
        return reply.status() + " " + reply.body().replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":…");
    }

    private static String text(Samples samples) {
        return Bars.number(samples.percentile(50), "ms");
    }
}
