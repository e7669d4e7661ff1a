package io.flame.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the chart renders, as objects. */
record Chart(List<JsonNode> objects) {

    static final Path FOLDER = Path.of("flame").toAbsolutePath();
    static final Path FULL_VALUES =
            Path.of("src/test/resources/full-values.yaml").toAbsolutePath();

    static Helm helm() {
        return new Helm(helmFolder());
    }

    private static Path helmFolder() {
        if (Files.notExists(FOLDER.resolve("Chart.yaml"))) {
            throw new IllegalStateException(
                    "run in the folder of this module, not in " + Path.of("").toAbsolutePath());
        }
        return FOLDER;
    }

    /** The library leaves hooks out of what it renders; under another name they are shown. */
    private static Helm showingHooks() {
        Path copy = Path.of("target/chart-showing-hooks/flame").toAbsolutePath();
        try (Stream<Path> files = Files.walk(helmFolder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("helm.sh/hook", "shown/hook"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Helm(copy);
    }

    static Chart withDefaults() {
        return with(Map.of());
    }

    static Chart full() {
        return render(showingHooks().template().withValuesFile(FULL_VALUES));
    }

    static Chart with(Map<String, Object> values) {
        TemplateCommand command = showingHooks().template();
        values.forEach(command::set);
        return render(command);
    }

    private static Chart render(TemplateCommand command) {
        String yaml = command.withName("shop")
                .withNamespace("chat")
                .withKubeVersion("1.30.0")
                .call();
        try (MappingIterator<JsonNode> found =
                new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(yaml)) {
            return new Chart(found.readAll().stream()
                    .filter(object -> object.has("kind"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }

    Optional<JsonNode> find(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").textValue().equals(kind))
                .findFirst();
    }

    JsonNode get(String kind) {
        return find(kind).orElseThrow(() -> new AssertionError("no " + kind + " is rendered"));
    }

    /** The pod of the nodes. */
    JsonNode pod() {
        return get("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
        return pod().at("/containers/0");
    }
}
