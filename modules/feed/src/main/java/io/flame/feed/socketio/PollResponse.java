package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The answer to a poll, written without waiting for the client: whoever sends an event to a thousand sockets must not
 * stand still before one that does not read.
 */
final class PollResponse extends HttpServletResponseWrapper {

    private static final System.Logger LOG = System.getLogger(PollResponse.class.getName());

    private final HttpServletRequest request;

    /** @param request the container's own request, not a wrapped one */
    PollResponse(HttpServletRequest request, HttpServletResponse response) {
        super(response);
        this.request = request;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new Gathering();
    }

    private void send(byte[] bytes) throws IOException {
        ServletOutputStream out = getResponse().getOutputStream();
        if (request.isAsyncStarted()) {
            out.setWriteListener(new Unhurried(out, bytes));
            return;
        }
        out.write(bytes);
    }

    private void complete() {
        try {
            request.getAsyncContext().complete();
        } catch (IllegalStateException e) {
            LOG.log(DEBUG, "the poll was over before it was answered: {0}", e.getMessage());
        }
    }

    private final class Unhurried implements WriteListener {
        private final ServletOutputStream out;
        private final byte[] bytes;
        private boolean written;

        Unhurried(ServletOutputStream out, byte[] bytes) {
            this.out = out;
            this.bytes = bytes;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (written) {
                    complete();
                    return;
                }
                written = true;
                out.write(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            complete();
        }
    }

    private final class Gathering extends ServletOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean closed;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("this stream never makes its writer wait");
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                send(bytes.toByteArray());
            } catch (IOException | IllegalStateException e) {
                LOG.log(DEBUG, "a poll cannot be answered: {0}", e.getMessage());
                complete();
            }
        }
    }
}
