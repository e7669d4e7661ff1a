package io.flame.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts of one process. */
final class MemoryAttempts implements Attempts {

    private final Clock clock;
    private final Map<List<Object>, List<Instant>> taken = new HashMap<>();
    volatile boolean forgetful = true;

    MemoryAttempts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Instant> take(AttemptLimit limit, AccountName account) {
        Instant now = clock.instant();
        List<Instant> times = times(limit, account);
        times.removeIf(time -> !time.isAfter(now.minus(limit.window())));
        if (times.size() >= limit.most()) {
            return Optional.empty();
        }
        times.add(now);
        return Optional.of(now);
    }

    @Override
    public synchronized void giveBack(AttemptLimit limit, AccountName account, Instant time) {
        times(limit, account).remove(time);
    }

    @Override
    public synchronized void forget(AttemptLimit limit, AccountName account) {
        if (!forgetful) {
            throw new IllegalStateException("planned");
        }
        times(limit, account).clear();
    }

    private List<Instant> times(AttemptLimit limit, AccountName account) {
        return taken.computeIfAbsent(List.of(limit, account), ignored -> new ArrayList<>());
    }
}
