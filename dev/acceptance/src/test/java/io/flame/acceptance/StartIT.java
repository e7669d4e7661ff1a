package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one node costs: the time until it serves, and its memory. */
class StartIT {

    private static final long MEMORY_MB = 700;

    private final Installation installation = Installation.shared();

    @Test
    void startsSoonAndStaysSmall() throws IOException {
        installation.stack.flame().stop();
        long begun = System.nanoTime();
        installation.stack.flame().start();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Business business = installation.open().withNumber().withAssistant();
        for (int i = 0; i < 50; i++) {
            business.customerWrites("1202555" + (3_000 + i), "Hello");
        }
        long resident = residentMegabytes(installation.stack.flame().pid());
        System.out.printf("start: FLAME serves after %.1f s, %d MB resident%n", took.toMillis() / 1_000.0, resident);

        assertThat(resident).isLessThan(MEMORY_MB);
    }

    @Test
    void startsInAFolderOfItsOwnAndDeploysOnce() throws IOException {
        List<String> log = Files.readAllLines(installation.data.resolve("logs/flame.log"));

        assertThat(log)
                .filteredOn(line -> line.contains("Runtime directory is located at"))
                .isNotEmpty()
                .allMatch(line ->
                        line.endsWith(installation.data.resolve("nodes/flame").toString()));
        assertThat(log).filteredOn(line -> line.contains("flame - Starting...")).hasSizeLessThanOrEqualTo((int)
                log.stream().filter(line -> line.contains("Built Payara")).count());
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElseThrow()
                / 1_024;
    }
}
