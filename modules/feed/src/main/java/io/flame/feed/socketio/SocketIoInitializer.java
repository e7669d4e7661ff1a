package io.flame.feed.socketio;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens {@code /socket.io/} in whatever web application holds this module; no descriptor is needed. */
public final class SocketIoInitializer implements ServletContainerInitializer {

    private static final String PATH = "/socket.io/*";
    private static final String NAME = "socket.io";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        var gate = context.addFilter(NAME, SocketGate.class);
        gate.setAsyncSupported(true);
        gate.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, PATH);
        ServletRegistration.Dynamic servlet = context.addServlet(NAME, SocketServlet.class);
        servlet.setAsyncSupported(true);
        servlet.addMapping(PATH);
    }
}
