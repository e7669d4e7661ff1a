/** The tenant's public event stream: Socket.IO and pull. Nobody requires this module. */
@org.jspecify.annotations.NullMarked
module io.flame.feed {
    requires io.flame.identity;
    requires io.flame.kernel;
    requires engine.io.server;
    requires jakarta.annotation;
    requires jakarta.servlet;
    requires jakarta.ws.rs;
    requires redis.clients.jedis;
    requires org.apache.commons.pool2;
    requires static org.jspecify;
}
