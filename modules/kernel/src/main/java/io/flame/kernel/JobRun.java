package io.flame.kernel;

/**
 * One run of a job.
 *
 * @param key what the mailbox belongs to, such as a conversation's id
 * @param attempts how many runs in a row have failed before this one
 */
public record JobRun(TenantId tenant, String kind, String key, int attempts) {}
