package io.flame.feed.socketio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;

/**
 * A polling request with its body already read. The Engine.IO library trusts the length a client claims and misreads a
 * body that comes in parts; it gets a whole one.
 */
final class PollRequest extends HttpServletRequestWrapper {

    private final byte[] body;

    PollRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    /** The library would complete the exchange as soon as it has handed over the answer; {@link PollResponse} does it. */
    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public ServletInputStream getInputStream() {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("the body is already here");
            }

            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return bytes.read(target, offset, Math.min(length, target.length - offset));
            }
        };
    }
}
