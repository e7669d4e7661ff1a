package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.kernel.Secrets;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class DemoSeedTest {
    private static Installation installation;
    private static List<DemoTenant> tenants;
    private static Duration took;

    @BeforeAll
    static void seed() {
        installation = new Installation();
        installation.provisioning.migratePlatform();
        long start = System.nanoTime();
        tenants = installation.provisioning.seedDemo();
        took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("seedDemo: " + took.toMillis() + " ms");
    }

    @AfterAll
    static void close() {
        installation.close();
    }

    @Test
    void makesBothTenantsWithThePeopleOfATeam() {
        assertThat(tenants).extracting(DemoTenant::slug).containsExactly("acme", "globex");
        for (DemoTenant tenant : tenants) {
            assertThat(tenant.people()).extracting(DemoTenant.Login::role).containsExactly("admin", "agent", "agent");
            assertThat(tenant.people()).allSatisfy(login -> {
                assertThat(installation.keycloak.passwords.get(login.id().toString()))
                        .isEqualTo(login.password());
                assertThat(installation.keycloak.attribute(login.id(), "tenant"))
                        .isEqualTo(tenant.slug());
            });
            assertThat(installation.provisioning.show(tenant.slug()).complete()).isTrue();
        }
    }

    @Test
    void routesTheNumbersOfTheTestPayloads() {
        assertThat(installation.rows("SELECT external_id, tenant FROM flame.channel_routes ORDER BY tenant"))
                .contains("300200100900801|acme", "300200100900802|globex");
    }

    @Test
    void sealsTheSecretsOfTheChannels() {
        DemoTenant.Channel channel = tenants.getFirst().integrations().getFirst();
        String stored =
                installation.rows("SELECT credentials FROM t_acme.integrations").getFirst();

        assertThat(stored).doesNotContain(channel.appSecret(), channel.verifyToken(), channel.accessToken());
        String place = "integration/" + channel.id() + "/appSecret";
        try (PlatformDatabase platform = new PlatformDatabase(
                ProvisioningConfig.of(installation.settings()).application())) {
            Secrets secrets = new Secrets(platform.database(), Settings.of(installation.settings()));
            String sealed =
                    Json.read(stored, JsonNode.class).at("/appSecret/sealed").asText();
            assertThat(secrets.open(TenantId.of("acme"), place, sealed)).isEqualTo(channel.appSecret());
        }
    }

    @Test
    void answersInEveryMinuteOfTheWeek() {
        for (DemoTenant tenant : tenants) {
            List<String> uncovered = installation.rows("""
                    SELECT minute FROM generate_series(timestamp '2026-03-01', timestamp '2026-03-07 23:59', '1 minute') minute
                    WHERE NOT EXISTS (SELECT 1 FROM %1$s.schedules s JOIN %1$s.assistants a ON a.id = s.assistant_id
                        WHERE a.type = 'auto' AND a.status = 'active' AND s.enabled AND (
                        NOT s.overnight AND s.day_of_week = extract(dow FROM minute)
                            AND minute::time >= s.start_time AND minute::time < s.end_time
                        OR s.overnight AND s.day_of_week = extract(dow FROM minute) AND minute::time >= s.start_time
                        OR s.overnight AND (s.day_of_week + 1) %% 7 = extract(dow FROM minute) AND minute::time < s.end_time))
                    """.formatted(tenant.schema()));
            assertThat(uncovered).isEmpty();
            assertThat(installation.rows("SELECT count(*) FROM " + tenant.schema() + ".schedules"))
                    .containsExactly("14");
        }
    }

    @Test
    void fillsAMonthWithConversationsOfEveryKind() {
        for (DemoTenant tenant : tenants) {
            String schema = tenant.schema();
            assertThat(number("SELECT count(*) FROM " + schema + ".conversations"))
                    .isGreaterThanOrEqualTo(40);
            assertThat(number("SELECT count(DISTINCT created_at::date) FROM " + schema + ".conversations"))
                    .isGreaterThan(20);
            assertThat(installation.rows("SELECT DISTINCT status FROM " + schema + ".conversations"))
                    .containsExactlyInAnyOrder("active", "pending", "resolved", "archived");
            assertThat(installation.rows("SELECT DISTINCT priority FROM " + schema + ".conversations"))
                    .containsExactlyInAnyOrder("low", "medium", "high", "urgent");
            assertThat(installation.rows("SELECT DISTINCT status FROM " + schema + ".messages WHERE sender <> 'user'"))
                    .containsExactlyInAnyOrder("sent", "delivered", "read", "failed");
            assertThat(installation.rows("SELECT DISTINCT outcome FROM " + schema + ".decisions"))
                    .containsExactlyInAnyOrder("answered", "silent");
            assertThat(number("SELECT count(DISTINCT user_id) FROM " + schema + ".conversations"))
                    .isEqualTo(2);
            assertThat(number("SELECT sum(unread_count) FROM " + schema + ".conversations"))
                    .isPositive();
        }
    }

    @Test
    void tellsAPastThatFitsTogether() {
        for (DemoTenant tenant : tenants) {
            String schema = tenant.schema();
            assertThat(installation.rows("SELECT id FROM " + schema + ".messages WHERE created_at > now()"))
                    .isEmpty();
            assertThat(installation.rows("SELECT id FROM " + schema + ".messages WHERE content LIKE '%{%'"))
                    .isEmpty();
            assertThat(installation.rows("""
                            SELECT c.id FROM %1$s.conversations c WHERE c.last_message_time <>
                                (SELECT max(m.created_at) FROM %1$s.messages m WHERE m.conversation_id = c.id)
                            OR c.answered_seq <> (SELECT max(m.seq) FROM %1$s.messages m
                                WHERE m.conversation_id = c.id AND m.sender = 'user')
                            """.formatted(schema))).isEmpty();
        }
    }

    @Test
    void changesNothingWhenItIsRepeated() {
        List<String> before = counts();
        String password = "another-invented-one";

        List<DemoTenant> again = installation.provisioning.seedDemo(email -> password);

        assertThat(counts()).isEqualTo(before);
        assertThat(again)
                .extracting(tenant -> tenant.integrations().getFirst().id())
                .isEqualTo(tenants.stream()
                        .map(tenant -> tenant.integrations().getFirst().id())
                        .toList());
        assertThat(installation.keycloak.passwords).doesNotContainValue(password);
    }

    @Test
    void isQuick() {
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }

    private static List<String> counts() {
        return List.of(
                        "users",
                        "assistants",
                        "schedules",
                        "integrations",
                        "contacts",
                        "conversations",
                        "messages",
                        "decisions")
                .stream()
                .flatMap(table -> tenants.stream().map(tenant -> tenant.schema() + "." + table))
                .map(table -> table + " "
                        + installation.rows("SELECT count(*) FROM " + table).getFirst())
                .toList();
    }

    private static int number(String sql) {
        return Integer.parseInt(installation.rows(sql).getFirst());
    }
}
