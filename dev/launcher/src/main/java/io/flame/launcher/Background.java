package io.flame.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a launcher that outlives this process, and shows what it says until it is ready. */
final class Background {
    private static final String NAME = "launcher";

    private final DataFolder data;

    Background(DataFolder data) {
        this.data = data;
    }

    int start(List<String> arguments) throws InterruptedException {
        data.create();
        data.rotateLog(NAME);
        try {
            Process launcher = command(arguments).start(data.log(NAME));
            try (RandomAccessFile log = new RandomAccessFile(data.log(NAME).toFile(), "r")) {
                return follow(launcher, log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start in the background", e);
        }
    }

    private int follow(Process launcher, RandomAccessFile log) throws IOException, InterruptedException {
        while (launcher.isAlive()) {
            boolean ready = isReady(launcher);
            show(log);
            if (ready) {
                return 0;
            }
            Thread.sleep(100);
        }
        show(log);
        return 1;
    }

    private boolean isReady(Process launcher) {
        return LauncherState.read(data)
                .filter(state -> state.pid() == launcher.pid() && state.phase() == LauncherState.Phase.READY)
                .isPresent();
    }

    private static void show(RandomAccessFile log) throws IOException {
        byte[] fresh = new byte[(int) (log.length() - log.getFilePointer())];
        log.readFully(fresh);
        System.out.print(new String(fresh, StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static Command command(List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add(Java.program());
        all.addAll(Java.quiet());
        all.add("-Dflame.home=" + Artifacts.find().repository());
        all.addAll(List.of("-cp", classPath(), Launcher.class.getName()));
        all.addAll(arguments);
        return new Command(all, Map.of());
    }

    private static String classPath() {
        return String.join(
                java.io.File.pathSeparator,
                java.util.Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
