package io.flame.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Shows the end of the logs.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Mixin
    private DataOption option = new DataOption();

    @Option(
            names = {"-f", "--follow"},
            description = "go on as they grow")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "how many lines of each (default: ${DEFAULT-VALUE})")
    int lines;

    @Parameters(
            paramLabel = "PART",
            description = "launcher, postgres, redis, keycloak, twins, flame, flame-2, … (default: all)")
    List<String> parts = new ArrayList<>();

    private final Map<Path, Long> shown = new HashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> logs = logs(option.data());
        if (logs.isEmpty()) {
            System.err.println("error: there is no such log in " + option.data().logs());
            return 1;
        }
        for (Path log : logs) {
            List<String> all = read(log);
            all.subList(Math.max(0, all.size() - lines), all.size()).forEach(line -> print(log, line));
        }
        while (follow) {
            Thread.sleep(300);
            for (Path log : logs) {
                read(log).forEach(line -> print(log, line));
            }
        }
        return 0;
    }

    private List<Path> logs(DataFolder data) throws IOException {
        if (!parts.isEmpty()) {
            return parts.stream().map(data::log).filter(Files::exists).toList();
        }
        if (!Files.isDirectory(data.logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(data.logs())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /** The whole lines that have not been read yet; from the beginning when the file was begun anew. */
    private List<String> read(Path log) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(log);
        long start = shown.getOrDefault(log, 0L);
        int from = start > bytes.length ? 0 : (int) start;
        int end = bytes.length;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        shown.put(log, (long) end);
        return new String(bytes, from, end - from, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private void print(Path log, String line) {
        String name = log.getFileName().toString().replace(".log", "");
        System.out.println(parts.size() == 1 ? line : "%-9s | %s".formatted(name, line));
    }
}
