package io.flame.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.AuditOrigin;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.persistence.Ride;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.Terms;
import io.flame.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class IdempotencyTest {

    private static final byte[] REQUEST = IdempotencyKey.fingerprint("POST", "/api/x", null, bytes("{}"));
    private static final byte[] OTHER = IdempotencyKey.fingerprint("POST", "/api/x", null, bytes("{\"a\":1}"));
    private static final StoredAnswer CREATED = new StoredAnswer(201, Map.of("ETag", "\"0\""), bytes("{\"id\":1}"));

    private final TestDatabase server = TestDatabase.shared();
    private final ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", server.url()), 8);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final AnswerStore store = new AnswerStore(database);
    private final Idempotency idempotency = new Idempotency(store);
    private final TenantId tenant = TenantId.of(server.newTenant());
    private final Claim claim = new Claim(tenant, "ana", "key-1");

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void repeatsTheFirstAnswer() {
        assertThat(idempotency.begin(claim, REQUEST)).isEmpty();
        idempotency.finish(claim, CREATED);

        StoredAnswer again = idempotency.begin(claim, REQUEST).orElseThrow();

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.headers()).isEqualTo(CREATED.headers());
        assertThat(again.body()).isEqualTo(CREATED.body());
    }

    @Test
    void refusesTheKeyForAnotherRequest() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, CREATED);

        Problem problem = catchThrowableOfType(Problem.class, () -> idempotency.begin(claim, OTHER));

        assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void isForgottenADayLaterThoughNobodySendsAKeyAgain() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, CREATED);
        AnswerExpiry expiry = new AnswerExpiry(database);
        Instant now = Instant.now();

        assertThat(expiry.removeSome(tenant, terms(now.plusSeconds(23 * 3_600))))
                .isZero();
        assertThat(expiry.removeSome(tenant, terms(now.plusSeconds(25 * 3_600))))
                .isEqualTo(1);
    }

    private static Terms terms(Instant now) {
        return new Terms(new Retention(null, null, null, null), ZoneOffset.UTC, now);
    }

    @Test
    void keepsCallersAndTenantsApart() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, CREATED);

        assertThat(idempotency.begin(new Claim(tenant, "beto", "key-1"), REQUEST))
                .isEmpty();
        assertThat(idempotency.begin(new Claim(TenantId.of(server.newTenant()), "ana", "key-1"), REQUEST))
                .isEmpty();
    }

    @Test
    void hasOneEffectAndTwentyEqualAnswersForTwentyRequestsAtOnce() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        Callable<String> request = () -> {
            start.await();
            Optional<StoredAnswer> answer = idempotency.begin(claim, REQUEST);
            if (answer.isPresent()) {
                return text(answer.get());
            }
            StoredAnswer made = new StoredAnswer(201, Map.of(), bytes("effect " + effects.incrementAndGet()));
            idempotency.finish(claim, made);
            return text(made);
        };
        try (ExecutorService callers = Executors.newFixedThreadPool(20)) {
            List<Future<String>> answers = IntStream.range(0, 20)
                    .mapToObj(number -> callers.submit(request))
                    .toList();
            start.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("effect 1");
            }
        }
        assertThat(effects).hasValue(1);
    }

    @Test
    void letsAFailedRequestBeTriedAgain() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, new StoredAnswer(503, Map.of(), bytes("{}")));

        assertThat(idempotency.begin(claim, REQUEST)).isEmpty();
    }

    @Test
    void repeatsARefusalThatIsTheCallersFault() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, new StoredAnswer(422, Map.of(), bytes("{}")));

        assertThat(idempotency.begin(claim, REQUEST).orElseThrow().status()).isEqualTo(422);
    }

    @Test
    void takesOverWhatACrashLeftBehindAfterAMinute() {
        idempotency.begin(claim, REQUEST);
        assertThat(store.claim(claim, REQUEST)).isFalse();

        age("61 seconds");

        assertThat(store.claim(claim, OTHER)).isFalse();
        assertThat(store.claim(claim, REQUEST)).isTrue();
    }

    @Test
    void doesNotRepeatAnEffectWhoseAnswerWasLost() {
        idempotency.begin(claim, REQUEST);
        idempotency.watch(claim);
        effect("first");
        crash();
        age("61 seconds");

        Problem problem = catchThrowableOfType(Problem.class, () -> idempotency.begin(claim, REQUEST));

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(problem.detail()).contains("its answer was lost");
    }

    @Test
    void takesOverWhatWasRolledBackOrHasOnlyRead() {
        idempotency.begin(claim, REQUEST);
        idempotency.watch(claim);
        assertThat(effects()).isZero();
        assertThatThrownBy(() -> database.runInTenant(tenant, tx -> {
                    write(tx, "first");
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        crash();
        age("61 seconds");

        assertThat(idempotency.begin(claim, REQUEST)).isEmpty();
    }

    @Test
    void letsOnlyOneOfTwoHaveTheEffectWhenTheFirstTookTooLong() throws Exception {
        idempotency.begin(claim, REQUEST);
        idempotency.watch(claim);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.submit(() -> {
                        age("61 seconds");
                        assertThat(idempotency.begin(claim, REQUEST)).isEmpty();
                        idempotency.watch(claim);
                        effect("second");
                        idempotency.finish(claim, CREATED);
                    })
                    .get();
        }

        Problem late = catchThrowableOfType(Problem.class, () -> effect("first"));
        idempotency.finish(claim, new StoredAnswer(late.code().status(), Map.of(), bytes("{}")));

        assertThat(late.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(effects()).isEqualTo(1);
        assertThat(idempotency.begin(claim, REQUEST).orElseThrow().status()).isEqualTo(201);
    }

    @Test
    void doesNotGiveBackTheKeyOfAnEffectThatWasAnsweredAsAFailure() {
        idempotency.begin(claim, REQUEST);
        idempotency.watch(claim);
        effect("first");
        idempotency.finish(claim, new StoredAnswer(503, Map.of(), bytes("{}")));

        assertThat(store.claim(claim, REQUEST)).isFalse();
        age("61 seconds");
        assertThat(store.claim(claim, REQUEST)).isFalse();
    }

    @Test
    void marksTheKeyBesideTheEntryOfTheAuditLog() {
        AuditLog log = new AuditLog(database);
        AuditActor ana = new AuditActor("user", "7", "ana@example.test", "admin");
        idempotency.begin(claim, REQUEST);
        idempotency.watch(claim);
        Ride entry = log.expect(
                tenant, AuditEntry.intended(ana, "POST /api/x", null, new AuditOrigin("192.0.2.7", "browser", "r-1")));
        effect("first");
        log.settle();
        age("61 seconds");

        assertThat(entry.isDone()).isTrue();
        assertThat(store.claim(claim, REQUEST)).isFalse();
    }

    private void effect(String name) {
        database.runInTenant(tenant, tx -> write(tx, name));
    }

    private static void write(Transaction tx, String name) throws SQLException {
        tx.update("INSERT INTO settings (name, value) VALUES (?, '1')", name);
    }

    private long effects() {
        return database.inTenant(tenant, tx -> tx.queryOne("SELECT count(*) FROM settings", row -> row.getLong(1)))
                .orElseThrow();
    }

    /** What a thread of a node that has died leaves behind: nothing. */
    private void crash() {
        database.stopWaiting();
    }

    @Test
    void forgetsAfterADay() {
        idempotency.begin(claim, REQUEST);
        idempotency.finish(claim, CREATED);
        age("23 hours");
        assertThat(store.claim(claim, OTHER)).isFalse();

        age("25 hours");

        assertThat(idempotency.begin(claim, OTHER)).isEmpty();
    }

    private void age(String interval) {
        database.runInTenant(
                tenant, tx -> tx.update("UPDATE idempotency_keys SET created_at = now() - ?::interval", interval));
    }

    private static String text(StoredAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
