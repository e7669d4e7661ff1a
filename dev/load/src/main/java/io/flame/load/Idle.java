package io.flame.load;

/**
 * What a node costs while nobody asks anything of it.
 *
 * @param heap live bytes
 * @param resident bytes of memory
 * @param threads of the process
 * @param commits transactions in the platform's database, a second
 */
record Idle(long heap, long resident, long threads, double commits) {
    private static final int SETTLE_SECONDS = 15;
    private static final long MEBI = 1 << 20;
    private static final String COMMITS =
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'flame'";

    static Idle watch(Installation flame, int seconds) throws InterruptedException {
        // Vacuuming is PostgreSQL's own work and would be counted with the node's.
        autovacuum(flame, "off");
        Thread.sleep(SETTLE_SECONDS * 1_000L);
        long before = commits(flame);
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double rate = (commits(flame) - before) * 1e9 / (System.nanoTime() - start);
        long threads = flame.node().threads();
        long heap = flame.node().liveHeap();
        autovacuum(flame, "on");
        return new Idle(heap, flame.node().resident(), threads, rate);
    }

    String heapText() {
        return Bars.number((double) heap / MEBI, "MiB");
    }

    String residentText() {
        return Bars.number((double) resident / MEBI, "MiB");
    }

    private static long commits(Installation flame) {
        return Long.parseLong(flame.sql("postgres", COMMITS).getFirst());
    }

    private static void autovacuum(Installation flame, String state) {
        flame.sql("postgres", "ALTER SYSTEM SET autovacuum = " + state);
        flame.sql("postgres", "SELECT pg_reload_conf()");
    }
}
