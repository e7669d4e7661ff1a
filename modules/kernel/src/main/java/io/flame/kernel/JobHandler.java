package io.flame.kernel;

/**
 * Does one kind of work. A job is a mailbox that has work: its handler looks in its own tables for what waits, does it
 * in order, and says when to come back. For one tenant, kind and key only one runner exists at a time, over all nodes;
 * after a crash another runs it again, so what it does must bear repeating.
 */
public interface JobHandler {

    /** The stable name under which work is enqueued, at most 40 characters. */
    String kind();

    /** Runs in a worker thread with no transaction open. An exception means: try again later, with growing delay. */
    JobOutcome run(JobRun job) throws Exception;
}
