package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child process of the stack. Every method blocks until what it says has happened; methods may be called from any
 * thread.
 */
public abstract class Server {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LAST_LINES = 12;

    private final String name;
    private final DataFolder data;
    private volatile @Nullable Process process;

    Server(String name, DataFolder data) {
        this.name = name;
        this.data = data;
    }

    abstract Command command();

    /** Whether it answers as it should; an exception means not yet. */
    abstract boolean isReady() throws Exception;

    /** How long a start may take. */
    Duration patience() {
        return Duration.ofSeconds(60);
    }

    Duration pollInterval() {
        return Duration.ofMillis(100);
    }

    /** The signal that asks for an orderly end. */
    String gentleSignal() {
        return "TERM";
    }

    /** Runs before each start. */
    void prepare() {}

    /** Runs after the process has ended because it was asked to. */
    void afterStop() {}

    /** The name of the process, its log and its process file: {@code postgres}, {@code flame}, {@code flame-2}. */
    public final String name() {
        return name;
    }

    /** The file that its standard output goes to. */
    public final Path log() {
        return data.log(name);
    }

    final DataFolder data() {
        return data;
    }

    /**
     * The process id.
     *
     * @throws IllegalStateException if it does not run
     */
    public final long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running.pid();
    }

    /** Whether the process lives; it may be paused or not answer yet. */
    public final boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /**
     * Starts the process and waits until it is ready; does nothing if it runs.
     *
     * @throws StartFailed if it ends or does not get ready in time; the process is gone then
     */
    public final void start() {
        launch();
        awaitReady();
    }

    /** Starts the process without waiting for it; see {@link #awaitReady()}. */
    public final synchronized void launch() {
        if (isRunning()) {
            return;
        }
        prepare();
        try {
            Process started = command().start(log());
            process = started;
            PidFile.of(started.toHandle()).write(data.pidFile(name));
        } catch (IOException e) {
            throw new StartFailed("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Waits until the process answers; after {@link #patience()} it is killed and the start has failed. */
    public final void awaitReady() {
        Instant deadline = Instant.now().plus(patience());
        while (!answers()) {
            if (!isRunning()) {
                throw failed(name + " ended at its start with exit code " + exitCode());
            }
            if (Instant.now().isAfter(deadline)) {
                kill();
                throw failed(name + " was not ready after " + patience().toSeconds() + " s");
            }
            pause(pollInterval());
        }
    }

    /** Asks the process to end and waits; after 30 s it is killed. Does nothing if it does not run. */
    public final synchronized void stop() {
        stopWith(gentleSignal());
    }

    /** Ends the process at once, like {@code kill -9}: it can save nothing. */
    public final synchronized void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        await(running);
        forget();
    }

    /** {@link #stop()} and {@link #start()}, on the same port and data. */
    public final void restart() {
        stop();
        start();
    }

    /** Freezes the process: connections stay open and nothing answers ({@code SIGSTOP}). */
    public final void pause() {
        family().forEach(each -> Signals.send("STOP", each));
    }

    /** Lets a paused process go on ({@code SIGCONT}). */
    public final void resume() {
        family().forEach(each -> Signals.send("CONT", each));
    }

    final synchronized void stopWith(String signal) {
        Process running = process;
        if (running == null) {
            return;
        }
        Signals.send(signal, running.pid());
        // A paused process keeps the signal until it goes on.
        resume();
        if (!endsWithin(running, STOP_LIMIT)) {
            running.destroyForcibly();
            await(running);
        }
        forget();
        afterStop();
    }

    private List<Long> family() {
        Process running = process;
        if (running == null) {
            return List.of();
        }
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(running.toHandle()), running.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private void forget() {
        process = null;
        PidFile.delete(data.pidFile(name));
    }

    private boolean answers() {
        try {
            return isReady();
        } catch (StartFailed e) {
            kill();
            throw e;
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (Exception e) {
            return false;
        }
    }

    private StartFailed failed(String reason) {
        return new StartFailed(reason + "; see " + log() + System.lineSeparator() + lastLines());
    }

    private String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                            .map(line -> "    " + line)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String exitCode() {
        Process ended = process;
        return ended == null ? "unknown" : String.valueOf(ended.exitValue());
    }

    private static void await(Process running) {
        try {
            running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean endsWithin(Process running, Duration limit) {
        try {
            return running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static StartFailed interrupted() {
        Thread.currentThread().interrupt();
        return new StartFailed("The start was interrupted");
    }
}
