package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running stack on one data folder. Started with {@link #start(StackOptions)}, stopped with {@link #close()}; in
 * between each part can be killed, paused and restarted by itself. Methods may be called from any thread.
 */
public final class Stack implements AutoCloseable {
    private final StackOptions options;
    private final DataFolder data;
    private final FileChannel claim;
    private final Secrets secrets;
    private final Artifacts artifacts = Artifacts.find();
    private final Cache cache = Cache.ofUser();
    private final int port;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final KeycloakServer keycloak;
    private final TwinsServer twins;
    private final List<FlameNode> nodes = new CopyOnWriteArrayList<>();
    private volatile @Nullable Balancer balancer;
    private volatile List<StackDescription.DemoTenant> tenants = List.of();
    private final Thread atExit = new Thread(this::close, "stack");
    private boolean closed;

    /**
     * Starts the parts the options name, in parallel where they do not need each other, and returns when all are ready.
     *
     * @throws StartFailed with the reason if one could not be started or the data folder is in use; everything that had
     *     been started is stopped then
     */
    public static Stack start(StackOptions options) {
        DataFolder data = new DataFolder(options.data());
        FileChannel claim =
                data.claim().orElseThrow(() -> new StartFailed("FLAME is already running on " + data.root()));
        Stack stack = open(options, data, claim);
        try {
            new StackStart(stack, options).run();
            Json.write(data.environment(), stack.environment());
            Json.write(data.description(), stack.description());
            LauncherState.write(data, LauncherState.Phase.READY);
            Runtime.getRuntime().addShutdownHook(stack.atExit);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static Stack open(StackOptions options, DataFolder data, FileChannel claim) {
        try {
            LauncherState.write(data, LauncherState.Phase.STARTING);
            List<String> leftovers = new Leftovers(data.run()).stop();
            PidFile.delete(data.description());
            if (!leftovers.isEmpty()) {
                options.progress().said("stopped what an earlier run had left: " + String.join(", ", leftovers));
            }
            if (options.fresh()) {
                new PostgresLock(data.postgres()).release();
                data.clear();
            }
            return new Stack(options, data, claim);
        } catch (RuntimeException e) {
            release(claim);
            throw e;
        }
    }

    private Stack(StackOptions options, DataFolder data, FileChannel claim) {
        this.options = options;
        this.data = data;
        this.claim = claim;
        this.secrets = data.secrets();
        this.port = options.port() == 0 ? Ports.free() : options.port();
        if (!Ports.isFree(port)) {
            throw new StartFailed("Port " + port + " is taken by another program; choose one with --port");
        }
        Path war = options.war();
        this.postgres = new PostgresServer(data, cache, secrets, Ports.free());
        this.redis = new RedisServer(data, cache, Ports.free());
        this.keycloak = new KeycloakServer(
                data,
                () -> new KeycloakDistribution(cache, artifacts.keycloak()).home(),
                postgres,
                secrets,
                new KeycloakServer.Settings(Ports.free(), Ports.free(), baseUrl(), options.accessTokenSeconds()));
        this.twins = new TwinsServer(data, artifacts::twins, Ports.free(), baseUrl(), Demo.CHANNELS);
        for (int number = 1; number <= options.nodes(); number++) {
            nodes.add(newNode(number, options.nodes() == 1 ? port : Ports.free(), war));
        }
    }

    /** The database server. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** The cache. */
    public RedisServer redis() {
        return redis;
    }

    /** The identity provider. */
    public KeycloakServer keycloak() {
        return keycloak;
    }

    /** The outside parties. */
    public TwinsServer twins() {
        return twins;
    }

    /** The first node of FLAME. */
    public FlameNode flame() {
        return nodes.getFirst();
    }

    /** Every node of FLAME, in the order of their start. */
    public List<FlameNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Starts one more node on a port of its own; the shared port, if there is one, uses it at once. */
    public FlameNode startNode() {
        return startNode(options.war());
    }

    /** The same with that application, which may be of another version; null for the built one. */
    public FlameNode startNode(@Nullable Path war) {
        FlameNode node = newNode(nodes.size() + 1, Ports.free(), war);
        node.start();
        nodes.add(node);
        Balancer shared = balancer;
        if (shared != null) {
            shared.add(node.url());
        }
        Json.write(data.description(), description());
        return node;
    }

    /** Where FLAME is reached: {@code http://localhost:port}. */
    public String baseUrl() {
        return "http://localhost:" + port;
    }

    /** Passwords and keys of this data folder. */
    public Secrets secrets() {
        return secrets;
    }

    /** The variables that FLAME, its migrations and its provisioning run with. */
    public Map<String, String> environment() {
        return new FlameEnvironment()
                .database(postgres)
                .redis(redis)
                .keycloak(keycloak)
                .secrets(secrets)
                .capsules(data.capsules())
                .providers(twins)
                .web(baseUrl())
                .limits(options.nodes())
                .with(options.environment());
    }

    /** What {@code flame.json} says now. */
    public StackDescription description() {
        return new StackDescription(
                baseUrl(),
                nodes.stream().map(FlameNode::url).toList(),
                twins.url(),
                keycloak.url(),
                postgres.url(FlameEnvironment.DATABASE),
                redis.url(),
                new StackDescription.Pids(
                        nodes.stream()
                                .filter(Server::isRunning)
                                .map(Server::pid)
                                .toList(),
                        pidOf(postgres),
                        pidOf(redis),
                        pidOf(keycloak),
                        pidOf(twins)),
                new StackDescription.Login(KeycloakServer.OPERATOR, keycloak.operatorPassword()),
                tenants);
    }

    /** Every child process, FLAME's nodes first: the order in which they are stopped. */
    public List<Server> servers() {
        return Stream.concat(nodes.stream(), Stream.<Server>of(twins, keycloak, redis, postgres))
                .toList();
    }

    /** Stops every child in order and gives the data folder free; safe to call again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        forgetExit();
        LauncherState.write(data, LauncherState.Phase.STOPPING);
        PidFile.delete(data.description());
        Balancer shared = balancer;
        if (shared != null) {
            shared.close();
        }
        nodes.parallelStream().forEach(Server::stop);
        Stream.<Server>of(twins, keycloak, redis).parallel().forEach(Server::stop);
        postgres.stop();
        PidFile.delete(data.environment());
        PidFile.delete(data.launcher());
        release(claim);
    }

    DataFolder data() {
        return data;
    }

    void share() {
        if (options.nodes() > 1) {
            balancer = Balancer.start(port, nodes.stream().map(FlameNode::url).toList());
        }
    }

    void tenants(List<StackDescription.DemoTenant> created) {
        tenants = List.copyOf(created);
    }

    private FlameNode newNode(int number, int nodePort, @Nullable Path war) {
        return new FlameNode(
                number == 1 ? Part.FLAME.label() : Part.FLAME.label() + "-" + number,
                data,
                () -> new PayaraRuntime(cache, artifacts.payaraMicro(), artifacts.payaraSettings()),
                war == null ? artifacts::war : () -> war,
                nodePort,
                this::environment);
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The exit has begun, and this may be the hook itself.
        }
    }

    private static @Nullable Long pidOf(Server server) {
        return server.isRunning() ? server.pid() : null;
    }

    private static void release(FileChannel claim) {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
