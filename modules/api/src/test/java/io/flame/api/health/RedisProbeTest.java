package io.flame.api.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProbeTest {

    private static final char[] PASSWORD = "invented-store".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void acceptsEveryFormOfAddress() {
        assertThatCode(() -> new RedisProbe(
                                Settings.of(Map.of("REDIS_URL", "rediss://flame:invented@r.example:6379/2")))
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void takesAnyAnswerOfTheProtocolForALivingRedis() throws IOException {
        assertThat(knockOn(ServerSocketFactory.getDefault(), "+PONG\r\n", false))
                .isTrue();
        assertThat(knockOn(ServerSocketFactory.getDefault(), "-NOAUTH Authentication required.\r\n", false))
                .isTrue();
        assertThat(knockOn(ServerSocketFactory.getDefault(), "HTTP/1.1 400\r\n", false))
                .isFalse();
    }

    @Test
    void speaksTlsWhereTheAddressSaysSo() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext own = selfSigned();
        SSLContext.setDefault(own);
        try {
            assertThat(knockOn(own.getServerSocketFactory(), "+PONG\r\n", true)).isTrue();
            assertThat(knockOn(own.getServerSocketFactory(), "+PONG\r\n", false))
                    .isFalse();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static boolean knockOn(ServerSocketFactory servers, String answer, boolean tls) throws IOException {
        try (ServerSocket server = servers.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server, answer));
            return RedisProbe.knock(new RedisAddress("localhost", server.getLocalPort(), null, null, 0, tls));
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket caller = server.accept()) {
            InputStream asked = caller.getInputStream();
            assertThat(asked.readNBytes(6)).isEqualTo("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // the caller has given up, which the test sees
        }
    }

    private SSLContext selfSigned() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("redis.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int exit = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            store.load(stored, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
