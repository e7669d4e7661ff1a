package io.flame.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.Mailer;
import io.flame.identity.mail.PublicAddress;
import io.flame.kernel.JobRun;
import io.flame.kernel.Json;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import io.flame.twins.Twins;
import io.flame.twins.TwinsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class InvitationMailJobTest {

    private static final Pattern LINK =
            Pattern.compile("https://app\\.flame\\.test/accept-invitation#token=([a-z0-9_.]+)");

    private final Office office = new Office();
    private final int smtpPort = freePort();
    private final Twins twins = Twins.start(TwinsConfig.defaults().withSmtpPort(smtpPort));

    @AfterEach
    void close() {
        twins.close();
        office.close();
    }

    @Test
    void mailsALinkThatIsAcceptedOnce() throws MailFailure {
        InvitationView invitation = office.invite("beto@example.test");
        assertThat(invitation.mailedAt()).isNull();

        run(smtpPort, invitation);

        JsonNode mail = mails("beto@example.test").getFirst();
        String token = token(mail.path("text").asText());
        assertThat(token(mail.path("html").asText())).isEqualTo(token);
        assertThat(office.accept(token, Office.PASSWORD).email()).isEqualTo("beto@example.test");
        refused(token);
    }

    @Test
    void mailsOnceHoweverOftenItRuns() throws MailFailure {
        InvitationView invitation = office.invite("carla@example.test");

        run(smtpPort, invitation);
        run(smtpPort, invitation);

        assertThat(mails("carla@example.test")).hasSize(1);
        assertThat(stored("mailed_at IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void storesOnlyTheHashOfTheToken() throws MailFailure {
        run(smtpPort, office.invite("dario@example.test"));

        String token = token(mails("dario@example.test").getFirst().path("text").asText());
        String row = office.database.inTenant(office.tenant, tx -> tx.queryOne(
                        "SELECT invitations::text FROM invitations", found -> found.getString(1))
                .orElseThrow());
        assertThat(row).doesNotContain(token.substring(token.indexOf('.') + 1));
    }

    @Test
    void voidsTheEarlierMailOfTheSameAddress() throws MailFailure {
        run(smtpPort, office.invite("elsa@example.test"));
        String first = token(mails("elsa@example.test").getFirst().path("text").asText());

        run(smtpPort, office.invite("elsa@example.test"));

        refused(first);
        String second = token(mails("elsa@example.test").getLast().path("text").asText());
        assertThat(office.accept(second, Office.PASSWORD).email()).isEqualTo("elsa@example.test");
    }

    @Test
    void triesAgainWhileTheMailServerIsAwayAndGivesUpInTheEnd() throws MailFailure {
        InvitationView invitation = office.invite("fabio@example.test");
        assertThatThrownBy(() -> run(freePort(), invitation)).isInstanceOf(MailFailure.class);
        assertThat(stored("mailed_at IS NULL")).isEqualTo(1);

        office.clock.now = office.clock.now.plus(Duration.ofDays(8));
        run(smtpPort, invitation);

        assertThat(mails("fabio@example.test")).isEmpty();
    }

    @Test
    void writesInTheTenantsLanguageAndTurnsItsNameIntoNoLink() throws MailFailure {
        office.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET name = ?, locale = 'en' WHERE slug = ?",
                "Gómez & Co <a href=\"https://evil.example\">click</a>\r\nBcc: all@example.test",
                office.tenant.slug()));

        run(smtpPort, office.invite("gina@example.test"));

        JsonNode mail = mails("gina@example.test").getFirst();
        assertThat(mail.path("subject").asText()).startsWith("Invitation to FLAME by Gómez Co a href https evil ");
        assertThat(mail.path("text").asText()).contains("invites you").doesNotContain("evil.example");
        assertThat(mail.path("html").asText()).doesNotContain("<a href=\"https://evil");
    }

    private void run(int port, InvitationView invitation) throws MailFailure {
        Settings settings = Settings.of(Map.of(
                "FLAME_PUBLIC_URL",
                "https://app.flame.test",
                "SMTP_HOST",
                "127.0.0.1",
                "SMTP_PORT",
                Integer.toString(port)));
        PublicAddress address = new PublicAddress(settings);
        new InvitationMailJob(
                        office.database,
                        new Organizations(office.database),
                        new InvitationLetter(address),
                        new Mailer(settings, address, office.clock),
                        office.clock)
                .run(new JobRun(
                        office.tenant, InvitationMailJob.KIND, invitation.id().toString(), 0));
    }

    private void refused(String token) {
        PeopleTest.refused(ProblemCode.INVALID, () -> office.accept(token, Office.PASSWORD));
    }

    private long stored(String condition) {
        return office.count("SELECT count(*) FROM invitations WHERE " + condition);
    }

    private static String token(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
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
