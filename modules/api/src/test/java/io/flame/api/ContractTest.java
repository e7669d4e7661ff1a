package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import jakarta.annotation.security.PermitAll;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
        for (Class<?> resource : Resources.resourceClasses()) {
            for (Method method : resource.getMethods()) {
                String path = Resources.plain(Resources.pathOf(resource) + "/" + Resources.pathOf(method));
                Resources.httpMethod(method)
                        .filter(verb -> !chosen(path).equals(Resources.plain(Resources.pathOf(resource))))
                        .ifPresent(verb -> hidden.add(verb + " " + path + " by " + chosen(path)));
            }
        }
        assertThat(hidden).isEmpty();
    }

    /** Jakarta REST 3.1, section 3.7.2, step 1: the class path with the most literal characters that matches. */
    private static String chosen(String path) {
        String concrete = path.replaceAll("\\{\\w+}", "x");
        return Resources.resourceClasses().stream()
                .map(resource -> Resources.plain(Resources.pathOf(resource)))
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

    /** Webhooks of providers are not limited. */
    @Test
    void saysOfEveryOperationThatItsCallsAreLimited() {
        List<String> silent = new ArrayList<>();
        contract.get("paths").properties().stream()
                .filter(path ->
                        path.getKey().startsWith("/api/") && !path.getKey().startsWith("/api/webhooks"))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .filter(method -> !resolve(method.getValue().at("/responses/429"))
                                .at("/headers/Retry-After")
                                .isObject())
                        .forEach(method -> silent.add(method.getKey() + " " + path.getKey())));
        assertThat(silent).isEmpty();
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
                        .forEach(method -> operations.put(
                                Resources.operation(method.getKey(), path.getKey()), isOpen(method.getValue()))));
        return operations;
    }

    private static boolean isOpen(JsonNode operation) {
        return operation.has("security") && operation.get("security").isEmpty();
    }

    private static Map<String, Boolean> servedOperations() {
        Map<String, Boolean> operations = new TreeMap<>();
        Resources.resourceClasses().forEach(resource -> {
            for (Method method : resource.getMethods()) {
                Resources.httpMethod(method)
                        .ifPresent(verb -> operations.put(
                                Resources.operation(
                                        verb, "/api/" + Resources.pathOf(resource) + "/" + Resources.pathOf(method)),
                                isOpen(resource, method)));
            }
        });
        return operations;
    }

    private static boolean isOpen(Class<?> resource, Method method) {
        return method.isAnnotationPresent(PermitAll.class) || resource.isAnnotationPresent(PermitAll.class);
    }

    private static JsonNode read() {
        try (InputStream file = ContractTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
