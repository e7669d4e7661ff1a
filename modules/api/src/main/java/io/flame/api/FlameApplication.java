package io.flame.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** All REST resources of all modules in this archive; Jersey finds them by their annotations. */
@ApplicationPath("api")
public class FlameApplication extends Application {

    /** JSON is our own business: Jersey's three other ways of binding it would compete for the same media type. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.disableAutoDiscovery", true,
                "jersey.config.server.disableMoxyJson", true,
                "jersey.config.server.disableJsonBinding", true,
                "jersey.config.server.wadl.disableWadl", true);
    }
}
