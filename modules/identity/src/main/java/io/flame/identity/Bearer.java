package io.flame.identity;

import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A bearer token that was found good, as the container and MicroProfile know it: the principal of a request. Its groups
 * are one role, the holder's; what roles the realm gives somebody elsewhere counts for nothing here.
 */
public interface Bearer extends JsonWebToken {

    Holder holder();

    @Override
    default String getName() {
        return holder().email();
    }

    @Override
    default Set<String> getGroups() {
        return Set.of(holder().role().word());
    }
}
