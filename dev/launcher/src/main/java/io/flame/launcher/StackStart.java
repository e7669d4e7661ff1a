package io.flame.launcher;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Starts the parts of a stack, each as soon as what it needs is there. */
final class StackStart {
    private final Stack stack;
    private final StackOptions options;
    private final Progress progress;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    StackStart(Stack stack, StackOptions options) {
        this.stack = stack;
        this.options = options;
        this.progress = options.progress();
    }

    /** Returns when all parts are ready, or at the first failure while others still start. */
    void run() {
        stack.servers().forEach(server -> stack.data().rotateLog(server.name()));
        CompletableFuture<Void> postgres = part(Part.POSTGRES, "a first answer", this::startPostgres);
        CompletableFuture<Void> redis =
                part(Part.REDIS, "its PONG", () -> stack.redis().start());
        CompletableFuture<Void> twins =
                part(Part.TWINS, "their page", () -> stack.twins().start());
        CompletableFuture<Void> prepared =
                part(Part.KEYCLOAK, "keycloak's files", "the build, once per machine", stack.keycloak()::unpack);
        CompletableFuture<Void> keycloak = CompletableFuture.allOf(postgres, prepared)
                .thenCompose(done -> part(Part.KEYCLOAK, "its health check", this::startKeycloak));
        CompletableFuture<Void> migrated = postgres.thenCompose(done ->
                part(Part.FLAME, "migrations", "Liquibase", () -> tenants().migrate(outcome -> {})));
        CompletableFuture<Void> flame = CompletableFuture.allOf(migrated, redis)
                .thenCompose(done -> part(Part.FLAME, "its readiness check", this::startNodes));
        CompletableFuture<Void> demo =
                CompletableFuture.allOf(migrated, keycloak).thenCompose(done -> demoTenants());
        await(CompletableFuture.allOf(twins, flame, demo, keycloak, redis));
    }

    private void startPostgres() {
        PostgresServer postgres = stack.postgres();
        postgres.start();
        postgres.createUser(FlameEnvironment.OWNER, "LOGIN CREATEROLE");
        postgres.createDatabase(FlameEnvironment.DATABASE, FlameEnvironment.OWNER);
    }

    private void startKeycloak() {
        stack.keycloak().start();
        stack.keycloak().adapt();
    }

    private void startNodes() {
        stack.nodes().forEach(Server::launch);
        stack.nodes().forEach(Server::awaitReady);
        stack.share();
    }

    private Tenants tenants() {
        return new Tenants(stack.environment());
    }

    private CompletableFuture<Void> demoTenants() {
        return options.demo()
                ? part(
                        Part.FLAME,
                        "demo tenants",
                        "provisioning",
                        () -> stack.tenants(tenants().seed(stack.secrets())))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> part(Part part, String waitsFor, Runnable work) {
        return part(part, part.label(), waitsFor, work);
    }

    private CompletableFuture<Void> part(Part part, String what, String waitsFor, Runnable work) {
        if (!options.parts().contains(part)) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> watch(what, waitsFor, work), threads);
    }

    private void watch(String what, String waitsFor, Runnable work) {
        progress.begun(what, waitsFor);
        try {
            work.run();
            progress.done(what);
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
            throw e;
        }
    }

    private void await(CompletableFuture<Void> all) {
        try {
            CompletableFuture.anyOf(all, failure).get();
        } catch (ExecutionException e) {
            throw Optional.ofNullable(e.getCause())
                    .filter(RuntimeException.class::isInstance)
                    .map(RuntimeException.class::cast)
                    .orElseGet(() -> new CompletionException(e));
        } catch (InterruptedException e) {
            throw new StartFailed("The start was interrupted", e);
        } finally {
            end();
        }
    }

    /** After it no part can still come to life behind the back of whoever stops the stack. */
    private void end() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                progress.said("some parts are still starting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
