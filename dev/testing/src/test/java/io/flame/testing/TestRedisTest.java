package io.flame.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class TestRedisTest {
    @Test
    void answersAndComesBackOnTheSamePort() throws IOException {
        TestRedis redis = TestRedis.shared();
        assertThat(ping(redis.port())).isEqualTo("+PONG\r\n");

        redis.stop();
        assertThatThrownBy(() -> ping(redis.port())).isInstanceOf(IOException.class);

        redis.start();
        assertThat(ping(redis.port())).isEqualTo("+PONG\r\n");
    }

    private static String ping(int port) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII);
        }
    }
}
