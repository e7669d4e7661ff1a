package io.flame.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import io.flame.twins.Twins;
import io.flame.twins.TwinsConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsRecordsTest {

    private static final String NAME = "_flame-challenge.acme.example";

    private final Twins twins = Twins.start(TwinsConfig.defaults());
    private final DnsRecords records = records(twins.dnsPort());

    @AfterEach
    void close() {
        twins.close();
    }

    @Test
    void readsWhatTheOwnerOfTheDomainPublishes() throws IOException, InterruptedException {
        publish("flame-domain-verification=abc");

        assertThat(records.texts(NAME)).containsExactly("flame-domain-verification=abc");
        assertThat(records.texts("_flame-challenge.other.example")).isEmpty();
    }

    @Test
    void tellsAnEmptyAnswerFromNone() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            DnsRecords unanswered = records(silent.getLocalPort());

            assertThatThrownBy(() -> unanswered.texts(NAME))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        }
    }

    private void publish(String text) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String order = "{\"name\":\"" + NAME + "\",\"text\":\"" + text + "\"}";
            client.send(
                    HttpRequest.newBuilder(twins.url().resolve("/dns"))
                            .POST(HttpRequest.BodyPublishers.ofString(order))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private static DnsRecords records(int port) {
        return new DnsRecords(Settings.of(Map.of("FLAME_SSO_DNS", "127.0.0.1:" + port)));
    }
}
