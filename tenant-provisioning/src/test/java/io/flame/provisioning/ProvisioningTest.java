package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ProvisioningTest {
    private final Installation installation = new Installation();
    private final Provisioning provisioning = installation.provisioning;
    private final FakeKeycloak keycloak = installation.keycloak;
    private final String slug = Installation.freshSlug();

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void createsATenantWithEverythingThatBelongsToIt() {
        CreatedTenant created = provisioning.create(Installation.tenant(slug));

        CreatedUser admin = created.admin();
        assertThat(admin.generatedPassword())
                .hasSize(20)
                .isEqualTo(keycloak.passwords.get(admin.id().toString()));
        assertThat(keycloak.attribute(admin.id(), "role")).isEqualTo("admin");
        assertThat(keycloak.attribute(admin.id(), "tenant")).isEqualTo(slug);
        assertThat(keycloak.members.get(created.organizationId()))
                .containsExactly(admin.id().toString());
        assertThat(keycloak.organizations
                        .get(created.organizationId())
                        .path("alias")
                        .asText())
                .isEqualTo(slug);
        assertThat(installation.rows("SELECT id, email, name, role FROM " + created.schema() + ".users"))
                .containsExactly(admin.id() + "|admin@" + slug + ".test|Ana María Ruiz|admin");
        assertThat(installation.rows("SELECT type, status, time_zone FROM " + created.schema() + ".assistants"))
                .containsExactly("auto|active|America/Mexico_City");
        assertThat(installation.rows("SELECT count(*) FROM " + created.schema() + ".schedules"))
                .containsExactly("5");
        assertThat(installation.rows("SELECT status, organization_id FROM flame.tenants WHERE slug = '" + slug + "'"))
                .containsExactly("active|" + created.organizationId());
    }

    /** Keycloak's user profile does; names are people's own. */
    @Test
    void takesNamesThatKeycloakRefuses() {
        NewTenant tenant =
                new NewTenant(slug, "Café & Té", "es", "UTC", "admin@" + slug + ".test", "Ana (Ventas) & Co", null);

        CreatedUser admin = provisioning.create(tenant).admin();

        assertThat(keycloak.users.get(admin.id().toString()).get("firstName").asText())
                .isEqualTo("Ana Ventas");
        assertThat(installation.rows("SELECT name FROM t_" + slug + ".users")).containsExactly("Ana (Ventas) & Co");
    }

    @Test
    void showsEveryStepOfAFinishedTenant() {
        provisioning.create(Installation.tenant(slug));

        TenantState state = provisioning.show(slug);

        assertThat(state.steps())
                .extracting(TenantState.StepState::step)
                .containsExactly(
                        Step.REGISTRY,
                        Step.SECRETS,
                        Step.SCHEMA,
                        Step.ORGANIZATION,
                        Step.ADMIN,
                        Step.ASSISTANT,
                        Step.ACTIVATION);
        assertThat(state.complete()).as(state.toString()).isTrue();
        assertThat(state.schemaVersion()).isPresent();
        assertThat(provisioning.list()).extracting(TenantSummary::slug).contains(slug);
    }

    @Test
    void finishesATenantWhoseCreationWasCutOffAtAnyStep() {
        for (String part :
                List.of("POST /admin/realms/flame/organizations", "POST /admin/realms/flame/users", "/members")) {
            String cut = Installation.freshSlug();
            keycloak.failAt(part);
            assertThatThrownBy(() -> provisioning.create(Installation.tenant(cut)))
                    .isInstanceOf(KeycloakException.class);
            assertThat(provisioning.list())
                    .filteredOn(row -> row.slug().equals(cut))
                    .extracting(TenantSummary::status)
                    .containsExactly("provisioning");

            keycloak.recover();
            assertThat(provisioning.show(cut).complete()).isFalse();
            CreatedUser admin = provisioning.create(Installation.tenant(cut)).admin();

            assertThat(provisioning.show(cut).complete()).isTrue();
            assertThat(keycloak.passwords.get(admin.id().toString())).isEqualTo(admin.generatedPassword());
        }
    }

    @Test
    void resumesWithTheSamePasswordAlthoughTheHistoryRefusesIt() {
        NewTenant tenant =
                new NewTenant(slug, "Name", "en", "UTC", "admin@" + slug + ".test", "Ann", "an-invented-password");
        keycloak.failAt("/members");
        assertThatThrownBy(() -> provisioning.create(tenant)).isInstanceOf(KeycloakException.class);
        keycloak.recover();

        assertThat(provisioning.create(tenant).admin().generatedPassword()).isNull();
    }

    @Test
    void refusesATenantThatExists() {
        provisioning.create(Installation.tenant(slug));

        assertProblem(ProblemCode.CONFLICT, () -> provisioning.create(Installation.tenant(slug)));
    }

    @Test
    void refusesAnAdministratorOfAnotherTenant() {
        provisioning.create(Installation.tenant(slug));
        NewTenant other =
                new NewTenant(Installation.freshSlug(), "Other", "en", "UTC", "admin@" + slug + ".test", "Ann", null);

        assertThatThrownBy(() -> provisioning.create(other))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("adminEmail");
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        NewTenant wrong = new NewTenant("Bad Slug", " ", "fr", "Mars/Base", "nobody", "", "short");

        assertThatThrownBy(() -> provisioning.create(wrong))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactly(
                                "slug", "name", "locale", "timeZone", "adminEmail", "adminName", "adminPassword"));
        assertThat(keycloak.log).isEmpty();
    }

    @Test
    void addsAnAgent() {
        CreatedTenant tenant = provisioning.create(Installation.tenant(slug));

        CreatedUser agent =
                provisioning.addUser(slug, "luis@" + slug + ".test", "Luis Paz", "agent", "an-invented-one");

        assertThat(agent.generatedPassword()).isNull();
        assertThat(keycloak.passwords.get(agent.id().toString())).isEqualTo("an-invented-one");
        assertThat(keycloak.members.get(tenant.organizationId())).hasSize(2);
        assertThat(installation.rows("SELECT role FROM " + tenant.schema() + ".users WHERE id = '" + agent.id() + "'"))
                .containsExactly("agent");
        assertProblem(
                ProblemCode.CONFLICT,
                () -> provisioning.addUser(slug, "luis@" + slug + ".test", "Luis", "agent", null));
        assertThat(keycloak.passwords.get(agent.id().toString())).isEqualTo("an-invented-one");
    }

    @Test
    void refusesAPersonItCannotPlace() {
        provisioning.create(Installation.tenant(slug));

        assertProblem(ProblemCode.INVALID, () -> provisioning.addUser(slug, "a@b.test", "A", "operator", null));
        assertProblem(ProblemCode.INVALID, () -> provisioning.addUser(slug, "not an address", "A", "agent", null));
        assertProblem(ProblemCode.INVALID, () -> provisioning.addUser("nobody_here", "a@b.test", "A", "agent", null));
        assertThatThrownBy(() -> provisioning.addUser(slug, "same@as.password", "A", "agent", "same@as.password"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("password");
    }

    @Test
    void signsInAgainWhenTheTokenIsNoLongerGood() {
        provisioning.create(Installation.tenant(slug));
        keycloak.expireTokens();

        assertThat(provisioning.show(slug).complete()).isTrue();
    }

    @Test
    void saysThatKeycloakIsDown() {
        provisioning.create(Installation.tenant(slug));
        keycloak.close();

        assertProblem(
                ProblemCode.UNAVAILABLE, () -> provisioning.create(Installation.tenant(Installation.freshSlug())));
        assertThat(provisioning.show(slug).steps())
                .filteredOn(step -> step.step() == Step.ORGANIZATION)
                .allSatisfy(step -> assertThat(step.detail()).contains("does not answer"));
    }

    @Test
    void namesTheSettingThatIsMissing() {
        Map<String, String> settings = installation.settings();
        settings.remove("KEYCLOAK_BACKEND_CLIENT_SECRET");
        try (Provisioning other = new Provisioning(ProvisioningConfig.of(settings))) {
            other.migratePlatform();
            assertThatThrownBy(() -> other.create(Installation.tenant(slug)))
                    .hasMessageContaining("KEYCLOAK_BACKEND_CLIENT_SECRET");
        }
    }

    @Test
    void knowsAnAddressWhateverItsCase() {
        provisioning.create(Installation.tenant(slug));

        CreatedUser user = provisioning.addUser(slug, "Luis@" + slug + ".test", "Luis", "agent", null);

        assertThat(user.email()).isEqualTo("luis@" + slug + ".test");
        assertProblem(
                ProblemCode.CONFLICT, () -> provisioning.addUser(slug, "LUIS@" + slug + ".test", "L", "agent", null));
    }

    private static void assertProblem(ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
