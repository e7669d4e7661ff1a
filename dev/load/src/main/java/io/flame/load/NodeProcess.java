package io.flame.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running node seen from outside: by {@code jcmd} and {@code /proc}. */
record NodeProcess(long pid) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern STATUS = Pattern.compile("(?m)^%s:\\s+(\\d+)");
    private static final long KIBI = 1_024;

    /** What lives on the heap, in bytes: measured after full collections. */
    long liveHeap() {
        // What the first frees lets the second free more: references, finalizers.
        jcmd("GC.run");
        jcmd("GC.run");
        String heap = jcmd("GC.heap_info").split("Metaspace", 2)[0];
        return USED.matcher(heap)
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum()
                * KIBI;
    }

    long threads() {
        return status("Threads");
    }

    /** Resident memory in bytes. */
    long resident() {
        return status("VmRSS") * KIBI;
    }

    private long status(String name) {
        try {
            String all = Files.readString(Path.of("/proc/" + pid + "/status"));
            Matcher found = Pattern.compile(STATUS.pattern().formatted(name)).matcher(all);
            if (!found.find()) {
                throw new IllegalStateException("no " + name + " of process " + pid);
            }
            return Long.parseLong(found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jcmd(String command) {
        try {
            Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process process = new ProcessBuilder(program.toString(), "" + pid, command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
