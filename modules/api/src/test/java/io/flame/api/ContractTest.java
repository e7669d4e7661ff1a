package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The written contract and the resources of all modules say the same. */
class ContractTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode contract = read();
    private final Map<String, Boolean> written = writtenOperations();
    private final Map<String, Boolean> served = servedOperations();

    @Test
    void seesTheResourcesOfAllModules() {
        assertThat(served).hasSizeGreaterThan(30);
        assertThat(served.keySet()).anyMatch(operation -> operation.contains("/conversations"));
        assertThat(served.keySet()).anyMatch(operation -> operation.contains("/assistants"));
        assertThat(served.keySet()).anyMatch(operation -> operation.contains("/integrations"));
        assertThat(served.keySet()).anyMatch(operation -> operation.contains("/webhooks"));
        assertThat(served.keySet()).anyMatch(operation -> operation.contains("/events"));
    }

    @Test
    void describesEveryOperationAndNoOther() {
        assertThat(new TreeSet<>(written.keySet())).isEqualTo(new TreeSet<>(served.keySet()));
    }

    @Test
    void saysWhichOperationsAreOpenToEverybody() {
        assertThat(new TreeMap<>(written)).isEqualTo(new TreeMap<>(served));
    }

    /** JAX-RS chooses one class by its path alone, and looks nowhere else when that class lacks the operation. */
    @Test
    void hidesNoOperationBehindThePathOfAnotherClass() {
        List<String> hidden = new ArrayList<>();
        for (Class<?> resource : resourceClasses()) {
            for (Method method : resource.getMethods()) {
                String path = plain(pathOf(resource) + "/" + pathOf(method));
                httpMethod(method)
                        .filter(verb -> !chosen(path).equals(plain(pathOf(resource))))
                        .ifPresent(verb -> hidden.add(verb + " " + path + " by " + chosen(path)));
            }
        }
        assertThat(hidden).isEmpty();
    }

    /** Jakarta REST 3.1, section 3.7.2, step 1: the class path with the most literal characters that matches. */
    private static String chosen(String path) {
        String concrete = path.replaceAll("\\{\\w+}", "x");
        return resourceClasses().stream()
                .map(resource -> plain(pathOf(resource)))
                .filter(template -> concrete.matches(template.replaceAll("\\{\\w+}", "[^/]+") + "(/.*)?"))
                .max(java.util.Comparator.comparingInt(
                        template -> template.replaceAll("\\{\\w+}", "").length()))
                .orElseThrow();
    }

    @Test
    void refersOnlyToWhatExists() {
        List<String> dangling = new ArrayList<>();
        contract.findValuesAsText("$ref").stream()
                .filter(reference -> contract.at(reference.substring(1)).isMissingNode())
                .forEach(dangling::add);
        assertThat(dangling).isEmpty();
    }

    @Test
    void usesEverySharedPart() {
        Set<String> used = new TreeSet<>(contract.findValuesAsText("$ref"));
        List<String> unused = new ArrayList<>();
        contract.get("components").properties().forEach(kind -> kind.getValue()
                .fieldNames()
                .forEachRemaining(name -> unused.add("#/components/" + kind.getKey() + "/" + name)));
        unused.removeAll(used);
        unused.remove("#/components/securitySchemes/bearer");
        assertThat(unused).isEmpty();
    }

    @Test
    void namesEachOperationOnce() {
        List<String> names = contract.findValuesAsText("operationId");
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }

    @Test
    void answersEveryRefusalWithAProblem() {
        List<String> others = new ArrayList<>();
        contract.get("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .forEach(path -> path.getValue()
                        .findValues("responses")
                        .forEach(responses -> responses.properties().stream()
                                .filter(response -> response.getKey().compareTo("400") >= 0)
                                .filter(response -> !resolve(response.getValue())
                                        .at("/content/application~1problem+json")
                                        .isObject())
                                .forEach(response -> others.add(path.getKey() + " " + response.getKey()))));
        assertThat(others).isEmpty();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    private Map<String, Boolean> writtenOperations() {
        Map<String, Boolean> operations = new TreeMap<>();
        contract.get("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method ->
                                operations.put(operation(method.getKey(), path.getKey()), isOpen(method.getValue()))));
        return operations;
    }

    private static boolean isOpen(JsonNode operation) {
        return operation.has("security") && operation.get("security").isEmpty();
    }

    private static Map<String, Boolean> servedOperations() {
        Map<String, Boolean> operations = new TreeMap<>();
        resourceClasses().forEach(resource -> {
            for (Method method : resource.getMethods()) {
                httpMethod(method)
                        .ifPresent(verb -> operations.put(
                                operation(verb, "/api/" + pathOf(resource) + "/" + pathOf(method)),
                                isOpen(resource, method)));
            }
        });
        return operations;
    }

    private static boolean isOpen(Class<?> resource, Method method) {
        return method.isAnnotationPresent(PermitAll.class) || resource.isAnnotationPresent(PermitAll.class);
    }

    private static String operation(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + plain(path);
    }

    private static String plain(String path) {
        String named = path.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return ("/" + named).replaceAll("/+", "/").replaceAll("/$", "");
    }

    private static String pathOf(java.lang.reflect.AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static List<Class<?>> resourceClasses() {
        List<Class<?>> found = new ArrayList<>();
        try {
            for (URL root : Collections.list(ContractTest.class.getClassLoader().getResources("io/flame"))) {
                classNames(root.toURI())
                        .filter(name -> name.contains(".rest."))
                        .map(ContractTest::load)
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .forEach(found::add);
            }
        } catch (IOException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** Of a folder of classes, or of a jar with such a folder. */
    private static Stream<String> classNames(URI root) throws IOException {
        if (!"jar".equals(root.getScheme())) {
            return classNames(java.nio.file.Path.of(root)).stream();
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
            return classNames(jar.getPath("/io/flame")).stream();
        }
    }

    private static List<String> classNames(java.nio.file.Path folder) throws IOException {
        Pattern classFile = Pattern.compile("(.*)\\.class");
        try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
            return files.map(file -> classFile.matcher(folder.relativize(file).toString()))
                    .filter(Matcher::matches)
                    .map(match -> "io.flame." + match.group(1).replace('/', '.'))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ContractTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read() {
        try (InputStream file = ContractTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
