package io.flame.twins;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Posts over kept connections, in plain sockets: the JDK's client hands each request through several threads, and a benchmark
 * on the same machine would have to pay for that. The number of posts at one time is bounded, so that a flood of statuses
 * queues here instead of opening connections.
 */
final class HttpPoster {
    private static final int AT_ONCE = 64;
    private static final int CONNECT_MILLIS = 5000;

    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final ConcurrentLinkedDeque<Line> idle = new ConcurrentLinkedDeque<>();
    private final Duration patience;

    HttpPoster(Duration patience) {
        this.patience = patience;
    }

    /**
     * Posts and waits for the answer.
     *
     * @throws IOException when there is none
     */
    HttpAnswer post(URI url, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        byte[] request = request(url, headers, body);
        permits.acquire();
        try {
            Optional<Line> kept = kept(url.getAuthority());
            return kept.isPresent() ? again(kept.get(), url, request) : talk(open(url), request);
        } finally {
            permits.release();
        }
    }

    private Optional<Line> kept(String authority) {
        for (Line line = idle.pollFirst(); line != null; line = idle.pollFirst()) {
            if (line.authority().equals(authority)) {
                return Optional.of(line);
            }
            line.hangUp();
        }
        return Optional.empty();
    }

    /** A kept connection may have been closed at the other end meanwhile; that is no answer from FLAME. */
    private HttpAnswer again(Line line, URI url, byte[] request) throws IOException {
        try {
            return talk(line, request);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException stale) {
            return talk(open(url), request);
        }
    }

    private HttpAnswer talk(Line line, byte[] request) throws IOException {
        try {
            line.socket().getOutputStream().write(request);
            HttpAnswer answer = HttpAnswer.read(line.in());
            if (answer.reusable()) {
                idle.addFirst(line);
            } else {
                line.hangUp();
            }
            return answer;
        } catch (IOException e) {
            line.hangUp();
            throw e;
        }
    }

    private Line open(URI url) throws IOException {
        Socket socket = new Socket();
        int port = url.getPort() < 0 ? 80 : url.getPort();
        try {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            return new Line(url.getAuthority(), socket, new BufferedInputStream(socket.getInputStream(), 2048));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] request(URI url, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("POST ").append(url.getRawPath()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getAuthority()).append("\r\n");
        head.append("User-Agent: flame-twins\r\nAccept: */*\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    /** Lets all kept connections go. */
    void close() {
        idle.forEach(Line::hangUp);
    }

    private record Line(String authority, Socket socket, InputStream in) {

        void hangUp() {
            try {
                socket.close();
            } catch (IOException e) {
                System.getLogger("io.flame.twins").log(System.Logger.Level.DEBUG, "already gone", e);
            }
        }
    }
}
