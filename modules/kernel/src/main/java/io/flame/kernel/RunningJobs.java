package io.flame.kernel;

import io.flame.kernel.JobStore.Claimed;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The jobs this node has claimed and not yet given back; these and no others keep their lease. */
final class RunningJobs {

    private final Set<Claimed> jobs = Collections.newSetFromMap(new IdentityHashMap<>());

    synchronized void add(Claimed job) {
        jobs.add(job);
    }

    synchronized void remove(Claimed job) {
        jobs.remove(job);
    }

    synchronized List<JobRun> all() {
        return jobs.stream().map(Claimed::run).toList();
    }

    synchronized Map<TenantId, Integer> perTenant() {
        return jobs.stream().collect(Collectors.toMap(job -> job.run().tenant(), job -> 1, Integer::sum));
    }
}
