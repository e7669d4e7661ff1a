package io.flame.launcher;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a stack is started.
 *
 * @param data folder that holds databases, logs and secrets; kept between starts
 * @param port of FLAME on the loopback address; 0 picks a free one
 * @param nodes how many FLAME processes share that port
 * @param demo whether the demo tenants are made
 * @param fresh whether everything in the data folder is dropped first
 * @param parts what is started; the rest is left out
 * @param war application to deploy instead of the built one
 * @param environment variables for FLAME on top of those the stack sets
 * @param accessTokenSeconds life of an access token, for realms that do not exist yet
 * @param progress hears what is going on
 */
public record StackOptions(
        Path data,
        int port,
        int nodes,
        boolean demo,
        boolean fresh,
        Set<Part> parts,
        @Nullable Path war,
        Map<String, String> environment,
        int accessTokenSeconds,
        Progress progress) {
    private static final int ACCESS_TOKEN_SECONDS = 300;

    /** Checks and copies. */
    public StackOptions {
        if (nodes < 1) {
            throw new IllegalArgumentException("There must be at least one node, not " + nodes);
        }
        parts = Set.copyOf(parts);
        environment = Map.copyOf(environment);
    }

    /** Everything but the demo tenants, one node on a free port, in silence. */
    public static StackOptions on(Path data) {
        return new StackOptions(
                data,
                0,
                1,
                false,
                false,
                EnumSet.allOf(Part.class),
                null,
                Map.of(),
                ACCESS_TOKEN_SECONDS,
                Progress.silent());
    }

    /** The same with FLAME on that port. */
    public StackOptions withPort(int wanted) {
        return new StackOptions(
                data, wanted, nodes, demo, fresh, parts, war, environment, accessTokenSeconds, progress);
    }

    /** The same with that many FLAME processes behind one port. */
    public StackOptions withNodes(int wanted) {
        return new StackOptions(data, port, wanted, demo, fresh, parts, war, environment, accessTokenSeconds, progress);
    }

    /** The same with or without the demo tenants. */
    public StackOptions withDemo(boolean wanted) {
        return new StackOptions(
                data, port, nodes, wanted, fresh, parts, war, environment, accessTokenSeconds, progress);
    }

    /** The same, dropping earlier data first or not. */
    public StackOptions withFresh(boolean wanted) {
        return new StackOptions(data, port, nodes, demo, wanted, parts, war, environment, accessTokenSeconds, progress);
    }

    /** The same with these parts only. */
    public StackOptions withParts(Part first, Part... rest) {
        return new StackOptions(
                data,
                port,
                nodes,
                demo,
                fresh,
                EnumSet.of(first, rest),
                war,
                environment,
                accessTokenSeconds,
                progress);
    }

    /** The same with that application. */
    public StackOptions withWar(Path wanted) {
        return new StackOptions(
                data, port, nodes, demo, fresh, parts, wanted, environment, accessTokenSeconds, progress);
    }

    /** The same with one more variable for FLAME. */
    public StackOptions withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new StackOptions(data, port, nodes, demo, fresh, parts, war, more, accessTokenSeconds, progress);
    }

    /** The same with access tokens that live that long. */
    public StackOptions withAccessTokenSeconds(int seconds) {
        return new StackOptions(data, port, nodes, demo, fresh, parts, war, environment, seconds, progress);
    }

    /** The same with that listener. */
    public StackOptions withProgress(Progress listener) {
        return new StackOptions(data, port, nodes, demo, fresh, parts, war, environment, accessTokenSeconds, listener);
    }
}
