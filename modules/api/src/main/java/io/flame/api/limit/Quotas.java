package io.flame.api.limit;

import io.flame.kernel.Settings;

/**
 * The three limits of the API.
 *
 * @param anonymous for each client address, of calls without a valid token: the original document's 100 in 15 minutes
 * @param token for each caller, however many tokens it has
 * @param tenant for all callers of one tenant together
 */
public record Quotas(Quota anonymous, Quota token, Quota tenant) {

    private static final int ANONYMOUS_CALLS = 100;
    private static final int ANONYMOUS_SECONDS = 900;
    private static final int TOKEN_CALLS = 6_000;
    private static final int TENANT_CALLS = 60_000;
    private static final int MINUTE = 60;
    private static final int MOST_CALLS = 1_000_000_000;
    private static final int DAY = 86_400;

    /** Reads {@code FLAME_RATE_*}. */
    public static Quotas of(Settings settings) {
        return new Quotas(
                quota(settings, "anonymous", ANONYMOUS_CALLS, ANONYMOUS_SECONDS, false),
                quota(settings, "token", TOKEN_CALLS, MINUTE, true),
                quota(settings, "tenant", TENANT_CALLS, MINUTE, true));
    }

    private static Quota quota(Settings settings, String name, int calls, int seconds, boolean steady) {
        String key = "FLAME_RATE_" + name.toUpperCase(java.util.Locale.ROOT);
        return new Quota(
                name,
                settings.integer(key, calls, 1, MOST_CALLS),
                settings.seconds(key + "_SECONDS", seconds, 1, DAY),
                steady);
    }
}
