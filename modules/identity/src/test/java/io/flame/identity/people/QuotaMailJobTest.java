package io.flame.identity.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.Mailer;
import io.flame.identity.mail.PublicAddress;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.JobRun;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.Settings;
import io.flame.kernel.usage.QuotaReached;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.Usage;
import io.flame.twins.Twins;
import io.flame.twins.TwinsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ana administers the tenant in every test; her business speaks Spanish. */
@Tag("servers")
class QuotaMailJobTest {

    private static final QuotaReached EXCEEDED = new QuotaReached(
            "messages",
            100,
            20_000,
            20_000,
            Instant.parse("2026-12-01T05:00:00Z"),
            Instant.parse("2026-11-20T12:00:00Z"));

    private final Office office = new Office();
    private final int smtpPort = freePort();
    private final Twins twins = Twins.start(TwinsConfig.defaults().withSmtpPort(smtpPort));

    @AfterEach
    void close() {
        twins.close();
        office.close();
    }

    @Test
    void asksForOneMailForEachAdministratorHoweverOftenItIsTold() {
        office.add("admin", "Berta");
        office.add("agent", "Carla");
        deactivate(office.add("admin", "Dora"));

        hear(EXCEEDED);
        hear(EXCEEDED);

        assertThat(keys()).hasSize(2).allMatch(key -> key.contains("/messages/100/"));
        assertThat(keys()).allSatisfy(key -> assertThat(QuotaNotice.parse(key)).hasValueSatisfying(notice -> {
            assertThat(notice.used()).isEqualTo(20_000);
            assertThat(notice.resetsAt()).isEqualTo(EXCEEDED.resetsAt());
        }));
    }

    @Test
    void writesToEachInTheirLanguageWithTheDayOfTheirClocks() throws MailFailure {
        office.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET locale = 'es', time_zone = 'America/Bogota' WHERE slug = ?",
                office.tenant.slug()));
        UUID berta = office.add("admin", "Berta");
        office.database.runInTenant(
                office.tenant, tx -> tx.update("UPDATE users SET locale = 'en' WHERE id = ?", berta));
        hear(EXCEEDED);

        for (String key : keys()) {
            run(key);
        }

        JsonNode spanish = mail("ana@example.test");
        assertThat(spanish.path("subject").asText()).isEqualTo("FLAME: 100 % de mensajes enviados este mes");
        assertThat(spanish.path("text").asText())
                .contains("Su empresa usa 20.000 de 20.000")
                .contains("vuelve a cero el 1 de diciembre de 2026")
                .contains("se siguen recibiendo");
        JsonNode english = mail("berta@example.test");
        assertThat(english.path("subject").asText()).isEqualTo("FLAME: 100 % of messages sent this month");
        assertThat(english.path("text").asText())
                .contains("Your business uses 20,000 of 20,000")
                .contains("at zero again on December 1, 2026");
        assertThat(english.path("html").asText()).contains("<html lang=\"en\">").contains("20,000 of 20,000");
    }

    @Test
    void writesToNobodyWhoIsNoAdministratorAnyMore() throws MailFailure {
        hear(EXCEEDED);
        deactivate(office.admin.userId());

        run(keys().getFirst());

        assertThat(mails("ana@example.test")).isEmpty();
    }

    @Test
    void tellsNoResetOfWhatStands() throws MailFailure {
        hear(new QuotaReached("storage", 80, 8_000_000, 10_000_000, null, Instant.now()));

        run(keys().getFirst());

        String text = mail("ana@example.test").path("text").asText();
        assertThat(text).contains("8 de 10: megabytes almacenados").doesNotContain("vuelve a cero");
    }

    @Test
    void fitsTheLargestNumbersIntoTheKeyOfAJob() {
        QuotaNotice notice = new QuotaNotice(
                UUID.randomUUID(),
                "requestsPerMinute",
                100,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Instant.ofEpochSecond(1L << 40));

        assertThat(notice.key()).hasSizeLessThanOrEqualTo(100);
        assertThat(QuotaNotice.parse(notice.key())).hasValue(notice);
        assertThat(QuotaNotice.parse("nonsense")).isEmpty();
    }

    private void hear(QuotaReached fact) {
        QuotaNotices notices = new QuotaNotices(office.database, new Jobs(office.clock));
        office.database.runInTenant(office.tenant, tx -> notices.on(fact));
    }

    private void run(String key) throws MailFailure {
        Settings settings = Settings.of(java.util.Map.of(
                "FLAME_PUBLIC_URL",
                "https://app.flame.test",
                "SMTP_HOST",
                "127.0.0.1",
                "SMTP_PORT",
                Integer.toString(smtpPort)));
        Usage usage = new Usage(
                office.database,
                new Quotas(office.database),
                new EventLog(new Doorbell()),
                office.clock,
                List.of(new Seats()));
        new QuotaMailJob(
                        office.database,
                        new Organizations(office.database),
                        usage,
                        new Mailer(settings, new PublicAddress(settings), office.clock))
                .run(new JobRun(office.tenant, QuotaMailJob.KIND, key, 0));
    }

    private void deactivate(UUID person) {
        office.database.runInTenant(
                office.tenant, tx -> tx.update("UPDATE users SET is_active = false WHERE id = ?", person));
    }

    private List<String> keys() {
        return office.database.inPlatform(tx -> tx.query(
                "SELECT key FROM flame.jobs WHERE tenant = ? AND kind = ?",
                row -> row.getString(1),
                office.tenant.slug(),
                QuotaMailJob.KIND));
    }

    private JsonNode mail(String to) {
        List<JsonNode> all = mails(to);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<JsonNode> mails(String to) {
        URI log = URI.create(twins.url() + "/log?kind=mail&to=" + to);
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client.send(HttpRequest.newBuilder(log).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            List<JsonNode> mails = new ArrayList<>();
            Json.mapper().readTree(body).forEach(mails::add);
            return mails;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
