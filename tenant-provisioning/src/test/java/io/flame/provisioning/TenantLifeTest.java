package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.FieldError;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class TenantLifeTest {
    private final Installation installation = Installation.apart();
    private final Provisioning provisioning = installation.provisioning;
    private final FakeKeycloak keycloak = installation.keycloak;
    private final TenantLife life = provisioning.life();
    private final String slug = Installation.freshSlug();

    @BeforeEach
    void createTenant() {
        provisioning.migratePlatform();
        provisioning.create(Installation.tenant(slug), "business");
    }

    @AfterEach
    void close() {
        installation.close();
        installation.migrations().dropTenantSchema(slug);
    }

    @Test
    void suspendsAndResumesHoweverOftenItIsAsked() {
        assertThat(life.suspend(slug).status()).isEqualTo("suspended");
        assertThat(life.suspend(slug).status()).isEqualTo("suspended");
        assertThat(life.page(Optional.of("suspended"), "", 10)).hasSize(1);
        assertThat(life.resume(slug).status()).isEqualTo("active");
        assertThat(life.resume(slug).status()).isEqualTo("active");
        assertThat(life.page(Optional.of("suspended"), "", 10)).isEmpty();
    }

    @Test
    void givesATenantAnotherNamePlanAndQuotas() {
        TenantSummary before = life.get(slug);
        assertThat(before.plan()).isEqualTo("business");

        TenantSummary after = life.change(
                slug,
                new TenantLife.Change(
                        Optional.of("Café Nuevo"),
                        Optional.of("starter"),
                        Optional.of(Json.mapper().createObjectNode().put("seats", 7))),
                IfMatch.of(before.etag()));

        assertThat(after.name()).isEqualTo("Café Nuevo");
        assertThat(after.plan()).isEqualTo("starter");
        assertThat(after.quotas().path("seats").asInt()).isEqualTo(7);
        assertThat(after.slug()).isEqualTo(slug);
        assertProblem(ProblemCode.PRECONDITION_FAILED, () -> life.change(slug, nothing(), IfMatch.of(before.etag())));
    }

    @Test
    void namesEverythingThatIsWrongWithAChange() {
        TenantLife.Change wrong = new TenantLife.Change(
                Optional.of(" "),
                Optional.of("golden"),
                Optional.of(Json.mapper()
                        .createObjectNode()
                        .put("seats", -1)
                        .put("wishes", 3)
                        .put("requestsPerMinute", 0)
                        .put("storage", 1.5)));

        assertThatThrownBy(() -> life.change(slug, wrong, IfMatch.anything()))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactly(
                                "name",
                                "plan",
                                "quotas.seats",
                                "quotas.wishes",
                                "quotas.requestsPerMinute",
                                "quotas.storage"));
    }

    @Test
    void writesDownWhatTheTermsWereAndAreNow() {
        installation.provisioning.audited(
                "tenant change",
                slug,
                () -> life.change(
                        slug,
                        new TenantLife.Change(
                                Optional.empty(),
                                Optional.of("starter"),
                                Optional.of(Json.mapper().createObjectNode().putNull("seats"))),
                        IfMatch.anything()));

        assertThat(installation.rows(
                        "SELECT actor_kind, action, outcome, before ->> 'plan', after ->> 'plan', after ->> 'quotas'"
                                + " FROM flame.audit_log WHERE target = '" + slug + "' AND action = 'tenant change'"))
                .containsExactly("operator|tenant change|done|business|starter|{\"seats\": null}");
    }

    @Test
    void restoresATenantIntoTheStatusItHad() {
        life.suspend(slug);

        TenantSummary going = life.delete(slug).orElseThrow();
        assertThat(going.status()).isEqualTo("deleting");
        assertThat(going.deleteAfter().orElseThrow()).isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(life.delete(slug).orElseThrow().deleteAfter()).isEqualTo(going.deleteAfter());
        assertProblem(ProblemCode.CONFLICT, () -> life.resume(slug));

        assertThat(life.restore(slug).status()).isEqualTo("suspended");
        assertThat(life.get(slug).deleteAfter()).isEmpty();
        assertProblem(ProblemCode.CONFLICT, () -> life.restore(slug));
    }

    @Test
    void leavesNothingOfATenantWhoseGraceIsOver() {
        keycloak.identityProviders.addAll(List.of("sso-" + slug + "-1", "sso-" + slug + "x-1"));
        life.delete(slug);
        life.purge();
        assertThat(life.get(slug).status()).as("the grace still lasts").isEqualTo("deleting");

        installation.execute("UPDATE flame.tenants SET delete_after = now() - interval '1 second'");
        assertProblem(ProblemCode.CONFLICT, () -> life.restore(slug));
        life.purge();

        assertProblem(ProblemCode.NOT_FOUND, () -> life.get(slug));
        assertThat(keycloak.users).isEmpty();
        assertThat(keycloak.organizations).isEmpty();
        assertThat(keycloak.identityProviders).as("another tenant's").containsExactly("sso-" + slug + "x-1");
        assertThat(installation.rows("SELECT 1 FROM pg_namespace WHERE nspname = 't_" + slug + "'"))
                .isEmpty();
        assertThat(installation.rows("SELECT tenant FROM flame.tenant_keys")).isEmpty();
        assertThat(installation.rows("SELECT slug FROM flame.retired_slugs")).containsExactly(slug);
    }

    @Test
    void keepsThePeopleWhoWorkForAnotherBusinessToo() {
        String other = Installation.freshSlug();
        CreatedTenant second = provisioning.create(Installation.tenant(other));
        String admin = life.get(slug).slug();
        String id = keycloak.users.values().stream()
                .filter(user -> user.path("email").asText().equals("admin@" + admin + ".test"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        keycloak.members.get(second.organizationId()).add(id);

        life.delete(slug);
        installation.execute("UPDATE flame.tenants SET delete_after = now() WHERE slug = '" + slug + "'");
        life.purge();

        assertThat(keycloak.users).containsKey(id).hasSize(2);
        installation.migrations().dropTenantSchema(other);
    }

    @Test
    void knowsNothingOfATenantThatIsNotThere() {
        assertProblem(ProblemCode.NOT_FOUND, () -> life.suspend("nobody_here"));
        assertProblem(ProblemCode.NOT_FOUND, () -> life.delete("Not A Slug"));
        assertProblem(ProblemCode.NOT_FOUND, () -> life.progress("nobody_here"));
    }

    private static TenantLife.Change nothing() {
        return new TenantLife.Change(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void assertProblem(ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
