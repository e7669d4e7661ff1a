package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The polling transport: GET waits for packets, POST brings some. */
class SocketServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(SocketServlet.class.getName());

    /** More than any client of this API has to say at once. */
    private static final int MOST_BYTES = 64 * 1024;

    private final transient SocketServer server;

    @Inject
    SocketServlet(SocketServer server) {
        this.server = server;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = new byte[0];
        if (request.getMethod().equals("POST")) {
            body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        }
        if (body.length > MOST_BYTES) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        try {
            server.poll(new PollRequest(request, body), new PollResponse(request, response));
        } catch (RuntimeException e) {
            LOG.log(DEBUG, "an unreadable poll", e);
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
