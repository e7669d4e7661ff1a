package io.flame.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    @Test
    void passesTheStrictLint() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void isPackaged() throws Exception {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Chart.helm().packageIt().withDestination(target).call();

        assertThat(target.resolve("flame-0.1.0.tgz")).isNotEmptyFile();
    }

    @Test
    void rendersEveryKindOnceAndTheOptionalOnesOnlyOnDemand() {
        assertThat(kinds(Chart.withDefaults()))
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "Deployment",
                        "HorizontalPodAutoscaler",
                        "Job",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "Service",
                        "ServiceAccount");
        assertThat(kinds(Chart.full()))
                .containsExactlyInAnyOrder(
                        "ConfigMap",
                        "Deployment",
                        "Ingress",
                        "Job",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "Secret",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor");
    }

    @Test
    void leavesTheNumberOfNodesToTheAutoscalerOrTakesItFromTheValues() {
        Chart scaled = Chart.withDefaults();
        assertThat(scaled.get("Deployment").at("/spec/replicas").isMissingNode())
                .isTrue();
        assertThat(scaled.get("HorizontalPodAutoscaler").at("/spec/minReplicas").intValue())
                .isEqualTo(2);
        assertThat(scaled.get("HorizontalPodAutoscaler")
                        .at("/spec/scaleTargetRef/name")
                        .textValue())
                .isEqualTo(name(scaled.get("Deployment")));

        assertThat(Chart.full().get("Deployment").at("/spec/replicas").intValue())
                .isEqualTo(5);
        assertThat(Chart.full().find("HorizontalPodAutoscaler")).isEmpty();
    }

    @Test
    void asksEachProbeAtItsOwnAddress() {
        JsonNode container = Chart.withDefaults().container();

        assertThat(container.at("/startupProbe/httpGet/path").textValue()).isEqualTo("/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").textValue()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").textValue()).isEqualTo("/health/ready");
        assertThat(container.at("/startupProbe/periodSeconds").intValue()
                        * container.at("/startupProbe/failureThreshold").intValue())
                .as("seconds a node may take to start")
                .isGreaterThanOrEqualTo(60);
    }

    @Test
    void runsWithoutRightsOnAReadOnlyDisk() {
        for (Chart chart : List.of(Chart.withDefaults(), Chart.full())) {
            for (JsonNode pod : List.of(chart.pod(), chart.get("Job").at("/spec/template/spec"))) {
                assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue())
                        .isTrue();
                assertThat(pod.at("/securityContext/seccompProfile/type").textValue())
                        .isEqualTo("RuntimeDefault");
                assertThat(pod.at("/automountServiceAccountToken").booleanValue())
                        .isFalse();
                JsonNode rights = pod.at("/containers/0/securityContext");
                assertThat(rights.at("/readOnlyRootFilesystem").booleanValue()).isTrue();
                assertThat(rights.at("/allowPrivilegeEscalation").booleanValue())
                        .isFalse();
                assertThat(rights.at("/capabilities/drop/0").textValue()).isEqualTo("ALL");
                assertThat(pod.at("/containers/0/volumeMounts/0/mountPath").textValue())
                        .isEqualTo("/tmp");
                assertThat(pod.at("/containers/0/resources/limits/memory").textValue())
                        .isNotBlank();
            }
        }
    }

    @Test
    void stopsANodeWithoutBreakingWhatRuns() {
        JsonNode pod = Chart.withDefaults().pod();

        int grace = pod.at("/terminationGracePeriodSeconds").intValue();
        int wait = Integer.parseInt(
                pod.at("/containers/0/lifecycle/preStop/exec/command/1").textValue());
        assertThat(grace - wait).as("seconds for running requests and jobs").isGreaterThanOrEqualTo(30);
        assertThat(Chart.withDefaults()
                        .get("Deployment")
                        .at("/spec/strategy/rollingUpdate/maxUnavailable")
                        .intValue())
                .isZero();
    }

    @Test
    void spreadsNodesAndKeepsThemThroughMaintenance() {
        Chart chart = Chart.withDefaults();

        assertThat(chart.pod().at("/topologySpreadConstraints").findValuesAsText("topologyKey"))
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        assertThat(chart.get("PodDisruptionBudget").at("/spec/maxUnavailable").intValue())
                .isEqualTo(1);
        assertSelectsNodes(chart, chart.get("PodDisruptionBudget").at("/spec/selector/matchLabels"));
        assertSelectsNodes(chart, chart.get("Service").at("/spec/selector"));
        assertSelectsNodes(chart, chart.get("NetworkPolicy").at("/spec/podSelector/matchLabels"));
        assertThat(chart.get("Service").at("/spec/selector"))
                .as("the migration must not get requests")
                .isNotEqualTo(chart.get("Job").at("/spec/template/metadata/labels"));
    }

    @Test
    void keepsEverySecretOutOfTheConfigMap() {
        for (Chart chart : List.of(Chart.withDefaults(), Chart.full())) {
            assertThat(chart.get("ConfigMap").at("/data").fieldNames())
                    .toIterable()
                    .isNotEmpty()
                    .noneMatch(key -> key.matches(".*(SECRET|PASSWORD|TOKEN|MASTER_KEY|API_KEY).*")
                            || key.matches("DATABASE_(ADMIN_)?URL"));
            assertThat(chart.objects())
                    .filteredOn(object -> !object.path("kind").textValue().equals("Secret"))
                    .noneMatch(object -> object.toString().contains("canary"))
                    .noneMatch(object -> object.toString().contains("aW52ZW50ZWQ"));
        }
        assertThat(Chart.full().get("Secret").at("/stringData/DATABASE_URL").textValue())
                .contains("canary");
    }

    @Test
    void readsTheSecretThatTheOperatorMade() {
        Chart chart = Chart.with(Map.of("secret.existingSecret", "from-the-vault"));

        assertThat(chart.find("Secret")).isEmpty();
        assertThat(chart.container().at("/envFrom/1/secretRef/name").textValue())
                .isEqualTo("from-the-vault");
        assertThat(chart.get("Job")
                        .at("/spec/template/spec/containers/0/envFrom/0/secretRef/name")
                        .textValue())
                .isEqualTo("from-the-vault");
    }

    @Test
    void givesTheNodesEverySettingThatIsNoSecret() {
        assertThat(Chart.withDefaults().get("ConfigMap").at("/data").fieldNames())
                .toIterable()
                .contains(
                        "PORT",
                        "REDIS_URL",
                        "KEYCLOAK_URL",
                        "KEYCLOAK_REALM",
                        "KEYCLOAK_LOGIN_CLIENT_ID",
                        "KEYCLOAK_BACKEND_CLIENT_ID",
                        "GRAPH_BASE_URL",
                        "GRAPH_VERSION",
                        "FLAME_DB_POOL_SIZE",
                        "FLAME_JOB_WORKERS");
        JsonNode full = Chart.full().get("ConfigMap").at("/data");
        assertThat(full.path("CORS_ORIGIN").textValue()).isEqualTo("https://portal.example.com");
        assertThat(full.path("TELEGRAM_BASE_URL").textValue()).isEqualTo("https://telegram.example");
        assertThat(Chart.withDefaults().container().at("/env").findValuesAsText("name"))
                .contains("FLAME_NODE_NAME");
    }

    @Test
    void migratesBeforeTheNodesStartWithTheOwnersLogin() {
        JsonNode job = Chart.full().get("Job");

        assertThat(job.at("/metadata/annotations").path("shown/hook").textValue())
                .isEqualTo("pre-install,pre-upgrade");
        JsonNode container = job.at("/spec/template/spec/containers/0");
        assertThat(container.at("/args/0").textValue()).isEqualTo("migrate");
        assertThat(container.at("/image").textValue()).isEqualTo("registry.example/flame:9.8.7");
        assertThat(container.at("/envFrom/1/secretRef/name").textValue()).isEqualTo("flame-owner");
        assertThat(Chart.full().container().toString())
                .as("nodes never see the owner's login")
                .doesNotContain("flame-owner");
        assertThat(Chart.full()
                        .get("Secret")
                        .at("/metadata/annotations")
                        .path("shown/hook-weight")
                        .textValue())
                .as("the secret is there first")
                .isEqualTo("-10");
    }

    @Test
    void letsInAndOutOnlyWhatIsNeeded() {
        JsonNode policy = Chart.full().get("NetworkPolicy").path("spec");

        assertThat(policy.at("/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(policy.at("/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                        .textValue())
                .isEqualTo("edge");
        assertThat(policy.at("/egress/1/ports/0/port").intValue()).isEqualTo(6_432);
        assertThat(policy.at("/egress/1/to").findValuesAsText("cidr")).containsExactly("10.20.0.0/16");
        assertThat(policy.at("/egress/2/to/0/ipBlock/except").toString())
                .contains("10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16");
        assertThat(policy.at("/egress/2/ports/0/port").intValue()).isEqualTo(443);
    }

    @Test
    void bringsASocketBackToItsNode() {
        assertThat(Chart.withDefaults()
                        .get("Service")
                        .at("/spec/sessionAffinity")
                        .textValue())
                .isEqualTo("ClientIP");
        JsonNode ingress = Chart.full().get("Ingress");
        assertThat(ingress.at("/metadata/annotations/nginx.ingress.kubernetes.io~1affinity")
                        .textValue())
                .isEqualTo("cookie");
        assertThat(ingress.at("/spec/rules/0/http/paths").findValuesAsText("path"))
                .contains("/api", "/socket.io", "/")
                .doesNotContain("/health", "/metrics");
        assertThat(ingress.at("/spec/tls/0/secretName").textValue()).isEqualTo("chat-tls");
    }

    @ParameterizedTest
    @CsvSource({
        "false, , 0",
        "true, , 1",
        "true, 2, 2",
        "true, 0, 0",
    })
    void trustsAsManyProxiesAsCallsComeThrough(boolean ingress, Integer told, String expected) {
        Map<String, Object> values = new HashMap<>(Map.of("ingress.enabled", ingress));
        if (told != null) {
            values.put("config.trustedProxies", told);
        }

        assertThat(trustedProxies(Chart.with(values))).isEqualTo(expected);
    }

    @Test
    void takesTheProxiesFromFurtherSettingsWhereTheyStandThere() {
        assertThat(trustedProxies(Chart.full())).isEqualTo("2");
    }

    private static String trustedProxies(Chart chart) {
        return chart.get("ConfigMap").at("/data/FLAME_TRUSTED_PROXIES").textValue();
    }

    @Test
    void rollsTheNodesWhenTheirConfigurationChanges() {
        assertThat(checksum(Chart.withDefaults())).isNotBlank().isEqualTo(checksum(Chart.withDefaults()));
        assertThat(checksum(Chart.withDefaults())).isNotEqualTo(checksum(Chart.with(Map.of("config.jobWorkers", 4))));
    }

    @ParameterizedTest
    @CsvSource({
        "replicaCount, 0",
        "config.redisUrl, redis://:password@redis:6379",
        "config.keycloakUrl, keycloak",
        "config.extra.SMTP_PASS, secret",
        "config.extra.FLAME_FORMER_MASTER_KEYS, secret",
        "config.trustedProxies, 17",
        "config.databasePoolSize, 0",
        "service.type, Magic",
        "ingress.paths[0], /metrics",
        "typo, 1"
    })
    void refusesValuesThatMakeNoSense(String key, String value) {
        assertThatThrownBy(() -> Chart.with(Map.of(key, value))).hasMessageContaining("values don't meet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minReplicas", "both secrets"})
    void refusesValuesThatContradictEachOther(String what) {
        Map<String, Object> values = what.equals("minReplicas")
                ? Map.of("autoscaling.minReplicas", 20)
                : Map.of("secret.create", true, "secret.existingSecret", "vault");
        assertThatThrownBy(() -> Chart.with(values))
                .hasMessageContaining(what.equals("minReplicas") ? "greater" : "exclude");
    }

    private static void assertSelectsNodes(Chart chart, JsonNode selector) {
        JsonNode labels = chart.get("Deployment").at("/spec/template/metadata/labels");
        assertThat(selector.properties()).isNotEmpty().allSatisfy(label -> assertThat(labels.path(label.getKey()))
                .isEqualTo(label.getValue()));
    }

    private static List<String> kinds(Chart chart) {
        return chart.objects().stream()
                .map(object -> object.path("kind").textValue())
                .toList();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").textValue();
    }

    private static String checksum(Chart chart) {
        return chart.get("Deployment")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .textValue();
    }
}
