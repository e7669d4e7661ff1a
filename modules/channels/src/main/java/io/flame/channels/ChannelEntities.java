package io.flame.channels;

import io.flame.kernel.persistence.Entities;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class ChannelEntities implements Entities {

    @Override
    public List<Class<?>> classes() {
        return List.of(Integration.class);
    }
}
