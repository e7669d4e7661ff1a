package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.messaging.MessageType;
import io.flame.messaging.OutboundMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plants secrets and looks for them wherever something is written while everything goes wrong. */
@Tag("servers")
class SecretLeakTest {

    private static final String TOKEN = "EAAcanary-token-5512-do-not-show";
    private static final String SECRET = "canary-app-secret-5513-do-not-show";

    private final FakeGraph graph = new FakeGraph();
    private final Rig rig = new Rig(Map.of("GRAPH_BASE_URL", graph.url()));
    private final List<String> written = new ArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Logger flame = Logger.getLogger("io.flame.channels");
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            written.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        ear.setLevel(Level.ALL);
        flame.setLevel(Level.ALL);
        root.addHandler(ear);
    }

    @AfterEach
    void stop() {
        root.removeHandler(ear);
        flame.setLevel(null);
        graph.close();
    }

    @Test
    void showsNoSecretWhateverTheProviderDoes() {
        UUID id = rig.connect(rig.alpha, Rig.newNumber(), Map.of("accessToken", TOKEN, "appSecret", SECRET));
        String quoting = "{\"error\":{\"message\":\"Malformed access token " + TOKEN
                + "\",\"code\":%d,\"fbtrace_id\":\"Ab/1\"," + "\"error_data\":{\"details\":\"" + TOKEN + "\"}}}";
        List<FakeGraph.Behaviour> troubles = List.of(
                FakeGraph.reply(401, quoting.formatted(190)),
                FakeGraph.reply(400, quoting.formatted(100)),
                FakeGraph.reply(400, quoting.formatted(999_999)),
                FakeGraph.reply(500, TOKEN),
                FakeGraph.reply(200, TOKEN),
                FakeGraph.reply(302, "", Map.of("Location", "http://localhost/?" + TOKEN)),
                FakeGraph.hangUp());
        for (FakeGraph.Behaviour trouble : troubles) {
            graph.does(trouble);
            rig.setStatus(rig.alpha, id, "active");
            written.add(String.valueOf(rig.gateway.send(rig.alpha, message(id))));
            note(() -> rig.integrations.connect(rig.alpha, id));
        }
        note(() -> rig.integrations.update(
                rig.alpha,
                id,
                IfMatch.anything(),
                Json.mapper().valueToTree(Map.of("credentials", Map.of("appSecret", SECRET + " ")))));
        note(() -> rig.integrations.update(
                rig.alpha,
                id,
                IfMatch.anything(),
                Json.mapper().valueToTree(Map.of("credentials", Map.of("appSecret", List.of(SECRET))))));
        written.add(Json.write(rig.integrations.get(rig.alpha, id)));
        written.add(Json.write(rig.integrations.status(rig.alpha, id)));
        written.add(rig.accounts.load(rig.alpha, id).orElseThrow().toString());
        rig.events(rig.alpha).forEach(event -> written.add(event.data()));
        written.add(rig.text(rig.alpha, "SELECT to_jsonb(i)::text FROM integrations i")
                .orElseThrow());

        assertThat(written).hasSizeGreaterThan(20).noneMatch(text -> text.contains(TOKEN) || text.contains(SECRET));
        assertThat(graph.requests()).anyMatch(request -> request.authorization().contains(TOKEN));
    }

    private void note(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            written.add(trace.toString());
        }
    }

    private static OutboundMessage message(UUID integration) {
        return new OutboundMessage(
                Ids.next(),
                Ids.next(),
                integration,
                List.of("12025550143"),
                Optional.of("12025550143"),
                MessageType.TEXT,
                "hi",
                "{}",
                Optional.empty());
    }
}
