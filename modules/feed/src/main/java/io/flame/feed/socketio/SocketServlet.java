package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Both transports: a GET waits for packets and a POST brings some, or the connection becomes a WebSocket. */
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
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (WebSocketUpgrade.isAskedFor(request)) {
            WebSocketUpgrade.handshake(request, response, query(request), server);
            return;
        }
        poll(request, response);
    }

    private void poll(HttpServletRequest request, HttpServletResponse response) throws IOException {
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

    /** The gate has made sure that every name is a known one and stands there once. */
    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
        return query;
    }
}
