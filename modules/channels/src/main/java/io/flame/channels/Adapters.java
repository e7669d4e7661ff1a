package io.flame.channels;

import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The networks this version speaks with. */
@ApplicationScoped
class Adapters {

    private final Map<Platform, ChannelAdapter> adapters;

    @Inject
    Adapters(@Any Instance<ChannelAdapter> adapters) {
        this(adapters.stream().toList());
    }

    Adapters(Collection<? extends ChannelAdapter> adapters) {
        this.adapters = adapters.stream().collect(Collectors.toMap(ChannelAdapter::platform, Function.identity()));
    }

    Optional<ChannelAdapter> of(Platform platform) {
        return Optional.ofNullable(adapters.get(platform));
    }
}
