package io.flame.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A Redis server that keeps nothing on disk: whatever is in it can be lost without harm. */
public final class RedisServer extends Server {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PONG = "+PONG";
    private static final int TIMEOUT_MILLIS = 1000;

    private final int port;
    private final Cache cache;

    RedisServer(DataFolder data, Cache cache, int port) {
        super(Part.REDIS.label(), data);
        this.port = port;
        this.cache = cache;
    }

    /** The port of the loopback address it listens on. */
    public int port() {
        return port;
    }

    /** {@code redis://localhost:port}. */
    public String url() {
        return "redis://localhost:" + port;
    }

    @Override
    Command command() {
        return Command.of(List.of(
                program(),
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--dir",
                data().redis().toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no"));
    }

    @Override
    boolean isReady() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(PING);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(PONG.length()), StandardCharsets.US_ASCII).equals(PONG);
        }
    }

    private String program() {
        Path folder = cache.folder(Artifacts.jarNameOf(ExecutableProvider.class), RedisServer::unpack);
        try (var files = java.nio.file.Files.list(folder)) {
            return files.filter(java.nio.file.Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new StartFailed("The cache " + folder + " is empty; delete it"))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path folder) {
        try {
            ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no embedded Redis for this machine", e);
        }
    }
}
