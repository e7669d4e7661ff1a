package io.flame.twins;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Reaches the socket under the JDK's HTTP server, whose API can close a connection but not reset it. */
final class Connections {

    private Connections() {}

    /**
     * Makes the peer see "connection reset". Needs {@code --add-opens jdk.httpserver/sun.net.httpserver=ALL-UNNAMED}, which
     * the executable jar's manifest grants; without it the connection is closed in order.
     */
    static void reset(HttpExchange exchange) {
        try {
            channel(exchange).setOption(StandardSocketOptions.SO_LINGER, 0).close();
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            System.getLogger("io.flame.twins").log(System.Logger.Level.WARNING, "closed instead of reset: {0}", e);
        }
        exchange.close();
    }

    private static SocketChannel channel(HttpExchange exchange) throws ReflectiveOperationException {
        return (SocketChannel) field(field(field(exchange, "impl"), "connection"), "chan");
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
