package io.flame.twins;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A map that forgets what was put in first when it grows too large. */
final class Recent<K, V> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, V> map = new LinkedHashMap<>();
    private final int bound;

    Recent(int bound) {
        this.bound = bound;
    }

    void put(K key, V value) {
        lock.lock();
        try {
            map.put(key, value);
            if (map.size() > bound) {
                map.remove(map.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<V> get(K key) {
        lock.lock();
        try {
            return Optional.ofNullable(map.get(key));
        } finally {
            lock.unlock();
        }
    }
}
