package io.flame.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Shows what runs; exit code 0 if everything does.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-12s %-8s %-9s %s%n";

    @Mixin
    private DataOption option = new DataOption();

    @Override
    public Integer call() throws IOException {
        DataFolder data = option.data();
        Optional<LauncherState> launcher = LauncherState.read(data);
        if (launcher.isEmpty() && files(data).isEmpty()) {
            System.out.println("FLAME is not running on " + data.root());
            return 1;
        }
        System.out.printf(ROW, "PART", "PROCESS", "STATE", "MEMORY");
        launcher.ifPresent(state -> System.out.printf(
                ROW, "launcher", state.pid(), state.phase().name().toLowerCase(java.util.Locale.ROOT), ""));
        boolean healthy = launcher.filter(state -> state.phase() == LauncherState.Phase.READY)
                .isPresent();
        for (Path file : files(data)) {
            healthy &= print(file);
        }
        url(data).ifPresent(url -> System.out.println(System.lineSeparator() + url));
        return healthy ? 0 : 1;
    }

    private static boolean print(Path file) {
        String name = file.getFileName().toString().replace(".pid", "");
        Optional<PidFile> remembered = PidFile.read(file);
        Optional<ProcessHandle> process = remembered.flatMap(PidFile::process);
        System.out.printf(
                ROW,
                name,
                remembered.map(PidFile::pid).map(String::valueOf).orElse(""),
                process.isPresent() ? "running" : "dead",
                process.map(StatusCommand::memory).orElse(""));
        return process.isPresent();
    }

    private static List<Path> files(DataFolder data) throws IOException {
        if (!Files.isDirectory(data.run())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(data.run())) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> url(DataFolder data) {
        if (!Files.exists(data.description())) {
            return Optional.empty();
        }
        return Optional.of(Json.read(data.description(), StackDescription.class).baseUrl());
    }

    private static String memory(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
