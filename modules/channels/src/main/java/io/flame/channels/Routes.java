package io.flame.channels;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes, remembered for a few seconds: a webhook usually costs no question to the database. */
@ApplicationScoped
class Routes {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(2);
    private static final int MOST = 50_000;
    private static final int LONGEST_ID = 255;

    private record Key(Platform platform, String externalId) {}

    private final RouteStore store;
    private final Cache<Key, Optional<RouteRow>> known = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<Key, Optional<RouteRow>>writing(
                    (key, route) -> route.isPresent() ? KNOWN_FOR : UNKNOWN_FOR))
            .build();

    @Inject
    Routes(RouteStore store) {
        this.store = store;
    }

    /** The routes of those accounts that are connected to anybody. */
    Map<String, RouteRow> find(Platform platform, Set<String> externalIds) {
        Set<Key> keys = externalIds.stream()
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID && CleanText.isClean(id))
                .map(id -> new Key(platform, id))
                .collect(Collectors.toSet());
        Map<String, RouteRow> found = new HashMap<>();
        known.getAll(keys, missing -> load(platform, missing))
                .forEach((key, route) -> route.ifPresent(row -> found.put(key.externalId(), row)));
        return found;
    }

    void forget(Platform platform, String externalId) {
        known.invalidate(new Key(platform, externalId));
    }

    private Map<Key, Optional<RouteRow>> load(Platform platform, Set<? extends Key> keys) {
        Map<String, RouteRow> rows =
                store.find(platform, keys.stream().map(Key::externalId).toList());
        return keys.stream()
                .collect(Collectors.toMap(key -> key, key -> Optional.ofNullable(rows.get(key.externalId()))));
    }
}
