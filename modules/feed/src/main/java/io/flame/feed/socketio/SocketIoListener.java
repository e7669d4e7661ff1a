package io.flame.feed.socketio;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/** Adds the WebSocket endpoint as soon as the container takes endpoints, and closes all sockets at the end. */
class SocketIoListener implements ServletContextListener {

    private final SocketServer server;

    @Inject
    SocketIoListener(SocketServer server) {
        this.server = server;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServerContainer container =
                (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(
                        SocketEndpoint.class, SocketIoInitializer.PATH)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new SocketEndpoint(server));
                    }
                })
                .build();
        try {
            container.addEndpoint(config);
        } catch (DeploymentException e) {
            throw new IllegalStateException("the WebSocket endpoint cannot be added", e);
        }
    }
}
