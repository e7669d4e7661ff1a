package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.api.Resources;
import io.flame.identity.keys.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/roles.md} says of each operation is what its annotations say. */
class RolesTest {

    private static final List<String> ROLES = List.of("user", "agent", "admin", "operator");
    private static final String YES = "yes";
    private static final String NO = "-";

    private final TreeSet<String> written = written();
    private final TreeSet<String> served = served();

    @Test
    void saysOfEveryOperationWhoMayCallIt() {
        TreeSet<String> missing = new TreeSet<>(served);
        missing.removeAll(written);
        TreeSet<String> wrong = new TreeSet<>(written);
        wrong.removeAll(served);
        assertThat(missing).as("rows that docs/roles.md lacks: add them").isEmpty();
        assertThat(wrong)
                .as("rows of docs/roles.md that are not so: remove them")
                .isEmpty();
        assertThat(served).hasSizeGreaterThan(40);
    }

    @Test
    void opensSomethingWithEveryScope() {
        for (Scope scope : Scope.values()) {
            assertThat(served).as(scope.word()).anyMatch(row -> row.endsWith(" " + scope.word() + " |"));
        }
    }

    @Test
    void letsNoKeySignInOrMakeKeys() {
        assertThat(served)
                .filteredOn(row -> row.contains("/api/api-keys") || row.contains("/api/auth/me"))
                .isNotEmpty()
                .allMatch(row -> row.endsWith(" - |"));
    }

    private static TreeSet<String> written() {
        try (Stream<String> lines = Files.lines(file())) {
            return lines.filter(line -> line.contains(" /api/"))
                    .map(line -> line.replaceAll("\\s+", " ").replace("`", "").strip())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        Path folder = Path.of("").toAbsolutePath();
        while (Files.notExists(folder.resolve("docs/roles.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/roles.md");
    }

    private static TreeSet<String> served() {
        TreeSet<String> rows = new TreeSet<>();
        for (Class<?> resource : Resources.resourceClasses()) {
            for (Method method : resource.getMethods()) {
                String path = "/api/" + Resources.pathOf(resource) + "/" + Resources.pathOf(method);
                Resources.httpMethod(method)
                        .ifPresent(verb ->
                                rows.add(row(Resources.operation(verb, path), AccessRule.of(method, resource))));
            }
        }
        return rows;
    }

    private static String row(String operation, AccessRule rule) {
        List<String> cells = new ArrayList<>(List.of(operation, rule.open() ? YES : NO));
        ROLES.forEach(role -> cells.add(rule.open() || rule.admits(role) ? YES : NO));
        cells.add(rule.open() ? YES : rule.scope().map(Scope::word).orElse(NO));
        return "| " + String.join(" | ", cells) + " |";
    }
}
