package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.mail.Mailer;
import io.flame.identity.mail.PublicAddress;
import io.flame.kernel.JobRunner;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.Settings;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import io.flame.twins.Twins;
import io.flame.twins.TwinsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Password resets over a real database and a real mail server. */
final class MailGround implements AutoCloseable {

    static final String PUBLIC_URL = "https://app.flame.test";

    final Edge edge = new Edge();
    final PasswordResets resets;

    private final int smtpPort = freePort();
    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 6);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final Jobs jobs = new Jobs(edge.clock);
    private final ResetStore store = new ResetStore(database, jobs, edge.clock);
    private final ResetMailJob mailJob;
    private final AfterResetJob afterReset = new AfterResetJob(edge.signOuts, edge.users);
    private @Nullable Twins twins;
    private @Nullable JobRunner runner;

    MailGround() {
        Settings settings = Settings.of(Map.of(
                "FLAME_PUBLIC_URL", PUBLIC_URL, "SMTP_HOST", "127.0.0.1", "SMTP_PORT", Integer.toString(smtpPort)));
        PublicAddress address = new PublicAddress(settings);
        mailJob = new ResetMailJob(
                store,
                edge.users,
                edge.memberships,
                new ResetLetter(address),
                new Mailer(settings, address, edge.clock),
                edge.clock);
        resets = new PasswordResets(store, edge.attempts, edge.users, afterReset);
        startMailServer();
    }

    void startMailServer() {
        twins = Twins.start(TwinsConfig.defaults().withSmtpPort(smtpPort));
    }

    void stopMailServer() {
        if (twins != null) {
            twins.close();
            twins = null;
        }
    }

    void startJobs() {
        if (runner == null) {
            runner = new JobRunner(database, jobs, 2, List.of(mailJob, afterReset));
            runner.start();
        }
    }

    List<JsonNode> mails(String to) {
        if (twins == null) {
            return List.of();
        }
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

    long requestsOf(String email) {
        return count("SELECT count(*) FROM flame.reset_requests WHERE email = ?", email);
    }

    long failedJobs() {
        return count("SELECT count(*) FROM flame.jobs WHERE kind = ? AND attempts > 0", ResetMailJob.KIND);
    }

    long jobsAfterReset(UUID userId) {
        return count("SELECT count(*) FROM flame.jobs WHERE kind = 'after-reset' AND key = ?", userId.toString());
    }

    /** As a node does that dies right afterwards. */
    void take(String token) {
        store.take(new ResetToken(token));
    }

    /** The rows of a table about a user, as text. */
    List<String> dump(String table, UUID userId) {
        return database.inPlatform(tx ->
                tx.query("SELECT t::text FROM " + table + " t WHERE user_id = ?", row -> row.getString(1), userId));
    }

    private long count(String sql, String value) {
        return database.inPlatform(
                tx -> tx.queryOne(sql, row -> row.getLong(1), value).orElseThrow());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (runner != null) {
            runner.stop();
        }
        stopMailServer();
        pool.close();
        edge.close();
    }
}
