package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.Usage;
import io.flame.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from the provider, fetched after the image of the fixtures has come in. */
@Tag("servers")
class MediaJobTest {

    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n and so on");

    private final FakeGraph graph = new FakeGraph();
    private final Rig rig = new Rig(Map.of(
            "GRAPH_BASE_URL",
            graph.url(),
            "WHATSAPP_APP_SECRET",
            Fixtures.APP_SECRET,
            "WHATSAPP_ACCESS_TOKEN",
            "EAAmedia-token"));
    private final Clock inFourDays = Clock.offset(Clock.systemUTC(), Duration.ofDays(4));
    private UUID attachment;

    @BeforeEach
    void receive() {
        rig.connect(rig.alpha, Rig.ALPHA_NUMBER, Map.of());
        rig.webhooks().receive(Rig.fixture("image.json"));
        attachment = UUID.fromString(
                rig.text(rig.alpha, "SELECT id::text FROM attachments").orElseThrow());
        announce(PNG);
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void storesTheFileAsWhatItIs() throws Exception {
        serve(PNG);
        run(0);
        assertThat(column("status")).isEqualTo("stored");
        assertThat(column("mime_type")).isEqualTo("image/png");
        assertThat(rig.count(rig.alpha, "SELECT size_bytes FROM attachments")).isEqualTo(PNG.length);
        assertThat(graph.requests())
                .extracting(FakeGraph.Request::path)
                .containsExactly("/v25.0/1480002940979957?phone_number_id=" + Rig.ALPHA_NUMBER, "/media/1?ext=9");
        assertThat(graph.requests()).allMatch(request -> request.authorization().equals("Bearer EAAmedia-token"));
        run(0);
        assertThat(graph.requests()).hasSize(2);
    }

    @Test
    void servesTheFileUnderItsOwnMessageAlone() throws Exception {
        Attachments attachments = new Attachments(rig.database);
        UUID conversation = uuid("SELECT conversation_id::text FROM messages");
        UUID message = uuid("SELECT id::text FROM messages");
        refuses(ProblemCode.CONFLICT, () -> attachments.get(rig.alpha, conversation, message, attachment));
        serve(PNG);
        run(0);
        assertThat(attachments.get(rig.alpha, conversation, message, attachment).data())
                .isEqualTo(PNG);
        refuses(ProblemCode.NOT_FOUND, () -> attachments.get(rig.beta(), conversation, message, attachment));
        refuses(ProblemCode.NOT_FOUND, () -> attachments.get(rig.alpha, message, message, attachment));
        refuses(ProblemCode.NOT_FOUND, () -> attachments.get(rig.alpha, conversation, conversation, attachment));
    }

    @Test
    void givesUpAfterFiveTriesAndSaysWhy() throws Exception {
        graph.does(FakeGraph.reply(404, "{}"));
        for (int failures = 0; failures < 4; failures++) {
            int before = failures;
            assertThatThrownBy(() -> run(before)).isInstanceOf(MediaFailure.class);
            assertThat(column("status")).isEqualTo("queued");
        }
        run(4);
        assertThat(column("status")).isEqualTo("failed");
        assertThat(column("error")).isEqualTo("The file could not be fetched: HTTP 404");
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM messages")).isEqualTo(1);
    }

    @Test
    void doesNotStoreAnotherFileThanTheAnnouncedOne() {
        serve(bytes("something else"));
        assertThatThrownBy(() -> run(0)).hasMessage("The file is not the one that was announced");
        assertThat(column("status")).isEqualTo("queued");
    }

    @Test
    void keepsAFileWaitingForWhichThereIsNoRoomAndTheMessageStands() throws Exception {
        serve(PNG);
        limitStorage(PNG.length - 1);

        assertThat(run(0)).isEqualTo(JobOutcome.later(Duration.ofHours(1)));
        assertThat(column("status")).isEqualTo("queued");
        assertThat(column("error")).startsWith("quota_exceeded");
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM messages")).isEqualTo(1);
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM events WHERE type = 'usage.exceeded'"))
                .isEqualTo(1);

        limitStorage(PNG.length);
        assertThat(run(0)).isEqualTo(JobOutcome.done());
        assertThat(column("status")).isEqualTo("stored");
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM attachments WHERE error IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void fetchesNothingForAFullStoreAndGivesUpAfterDays() throws Exception {
        serve(PNG);
        limitStorage(0);

        assertThat(run(0, inFourDays)).isEqualTo(JobOutcome.done());

        assertThat(graph.requests()).isEmpty();
        assertThat(column("status")).isEqualTo("failed");
        assertThat(column("error")).startsWith("quota_exceeded");
    }

    @Test
    void stopsReadingAtSixteenMebibytes() throws Exception {
        byte[] large = new byte[16 * 1024 * 1024 + 1];
        announce(large);
        serve(large);
        run(0);
        assertThat(column("error")).isEqualTo("The file is larger than 16 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "https://evil.example.com/x",
                "https://lookaside.fbsbx.com.evil.example.com/x",
                "https://lookaside.fbsbx.com:8443/x",
                "http://lookaside.fbsbx.com/x",
                "https://a@lookaside.fbsbx.com/x",
                "file:///etc/passwd",
                "https://evilfbcdn.net/x",
                "not an address",
                "//lookaside.fbsbx.com/x"
            })
    void takesTheTokenToNobodyElse(String url) throws Exception {
        graph.does(FakeGraph.reply(200, "{\"url\":\"" + url + "\"}"));
        run(0);
        assertThat(column("error")).isEqualTo("The file is not on one of WhatsApp's servers");
        assertThat(graph.requests()).hasSize(1);
    }

    @Test
    void neverCallsWhatASenderSaysIsHtmlAnythingAPageWouldShow() {
        assertThat(FileTypes.of(bytes("<html>"), java.util.Optional.of("text/html")))
                .isEqualTo(FileTypes.UNKNOWN);
        assertThat(FileTypes.of(bytes("<svg>"), java.util.Optional.of("image/svg+xml")))
                .isEqualTo(FileTypes.UNKNOWN);
        assertThat(FileTypes.of(bytes("<html>"), java.util.Optional.of("image/png")))
                .isEqualTo(FileTypes.UNKNOWN);
        assertThat(FileTypes.of(bytes("OggS.."), java.util.Optional.of("text/html")))
                .isEqualTo("audio/ogg");
        assertThat(FileTypes.of(bytes("??"), java.util.Optional.of("audio/aac; rate=1")))
                .isEqualTo("audio/aac");
    }

    private void announce(byte[] file) {
        rig.database.runInTenant(
                rig.alpha, tx -> tx.update("UPDATE attachments SET sha256 = ?, mime_type = 'text/html'", sha256(file)));
    }

    private void serve(byte[] file) {
        graph.does(exchange -> {
            boolean download = exchange.getRequestURI().getPath().startsWith("/media/");
            byte[] answer = download ? file : bytes("{\"url\":\"" + graph.url() + "/media/1?ext=9\"}");
            FakeGraph.send(exchange, 200, answer, Map.of());
        });
    }

    private JobOutcome run(int failuresBefore) throws MediaFailure {
        return run(failuresBefore, Clock.systemUTC());
    }

    private JobOutcome run(int failuresBefore, Clock clock) throws MediaFailure {
        Usage usage = new Usage(rig.database, new Quotas(rig.database), rig.log, clock, List.of(new StoredFiles()));
        return new MediaJob(rig.database, rig.accounts, rig.adapters, usage, clock)
                .run(new JobRun(rig.alpha, MediaJob.KIND, attachment.toString(), failuresBefore));
    }

    private void limitStorage(long bytes) {
        rig.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET quotas = jsonb_build_object('storage', ?) WHERE slug = ?",
                bytes,
                rig.alpha.slug()));
    }

    private String column(String name) {
        return rig.text(rig.alpha, "SELECT " + name + " FROM attachments").orElse("");
    }

    private UUID uuid(String sql) {
        return UUID.fromString(rig.text(rig.alpha, sql).orElseThrow());
    }

    private static void refuses(ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(data, data.length)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
