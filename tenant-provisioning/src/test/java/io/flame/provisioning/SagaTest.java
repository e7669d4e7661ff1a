package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class SagaTest {
    private final Installation installation = Installation.apart();
    private final Provisioning provisioning = installation.provisioning;
    private final FakeKeycloak keycloak = installation.keycloak;
    private final String slug = Installation.freshSlug();

    @BeforeEach
    void migrate() {
        provisioning.migratePlatform();
    }

    @AfterEach
    void close() {
        installation.close();
        installation.migrations().dropTenantSchema(slug);
    }

    @Test
    void showsEachStepOfAFinishedTenant() {
        provisioning.create(Installation.tenant(slug));

        ProvisioningProgress progress = progress();
        assertThat(progress.state()).isEqualTo("done");
        assertThat(progress.steps())
                .extracting(ProvisioningProgress.StepProgress::step)
                .containsExactly("registry", "secrets", "schema", "organization", "admin", "assistant", "activation");
        assertThat(progress.steps()).allSatisfy(step -> assertThat(step.state()).isEqualTo("done"));
        assertThat(installation.rows("SELECT sealed_password FROM flame.provisioning"))
                .as("a password is kept no longer than it is needed")
                .containsExactly("null");
        assertThat(installation.rows("SELECT count(*) FROM flame.tenant_keys WHERE tenant = '" + slug + "'"))
                .containsExactly("1");
    }

    @Test
    void saysWhichStepHasFailedAndTriesItAgainByItself() {
        keycloak.failAt("POST /admin/realms/flame/users");
        assertThatThrownBy(() -> provisioning.create(withPassword())).isInstanceOf(KeycloakException.class);

        ProvisioningProgress failed = progress();
        assertThat(failed.state()).isEqualTo("failed");
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.error().orElse("")).contains("500");
        assertThat(failed.nextAttemptAt()).isPresent();
        assertThat(failed.steps().getLast().step()).isEqualTo("admin");
        assertThat(failed.steps().getLast().state()).isEqualTo("failed");
        assertThat(provisioning.goOn()).as("not before its time").isFalse();

        keycloak.recover();
        installation.execute("UPDATE flame.provisioning SET next_attempt_at = now()");
        assertThat(provisioning.goOn()).isTrue();

        assertThat(progress().state()).isEqualTo("done");
        assertThat(provisioning.show(slug).complete()).isTrue();
        assertThat(keycloak.passwords).containsValue("an-invented-password");
        assertThat(provisioning.goOn()).isFalse();
    }

    @Test
    void leavesAFinishedTenantAloneWhenAnotherNodeFailsLate() {
        provisioning.create(withPassword());
        SagaLog log = new SagaLog(installation.database());
        TenantId tenant = TenantId.of(slug);

        log.fail(tenant, new IllegalStateException("late"));
        assertThatThrownBy(() -> log.run(tenant, Step.ADMIN, () -> {
                    throw new AssertionError("the step is done");
                }))
                .hasMessageContaining("is being worked on");

        assertThat(progress().state()).isEqualTo("done");
        assertThat(provisioning.goOn()).isFalse();
        assertThat(provisioning.life().delete(slug)).as("nobody holds it").isPresent();
    }

    @Test
    void keepsThePasswordOfAnAdministratorWhoIsThere() {
        provisioning.create(withPassword());
        installation.execute("UPDATE flame.provisioning SET state = 'failed', next_attempt_at = now()");
        keycloak.failAt("/organizations");
        assertThat(provisioning.goOn()).isTrue();
        assertThat(progress().state()).isEqualTo("failed");

        keycloak.recover();
        installation.execute("UPDATE flame.provisioning SET next_attempt_at = now()");
        assertThat(provisioning.goOn()).isTrue();

        assertThat(progress().state()).isEqualTo("done");
        assertThat(keycloak.passwords.values()).containsExactly("an-invented-password");
    }

    @Test
    void finishesATenantWhoseProcessWasKilledAtAnyStep() {
        List<Step> steps = List.of(Step.values());
        for (Step last : steps) {
            String killed = Installation.freshSlug();
            provisioning.create(Installation.tenant(killed));
            undoAfter(killed, last);

            assertThat(provisioning.goOn()).as("killed in %s", last).isTrue();

            assertThat(provisioning.show(killed).complete())
                    .as("killed in %s", last)
                    .isTrue();
            assertThat(provisioning.life().progress(killed).orElseThrow().state())
                    .isEqualTo("done");
            assertThat(keycloak.usersNamed("admin@" + killed + ".test")).isEqualTo(1);
            installation.migrations().dropTenantSchema(killed);
        }
    }

    /** As a process that died in this step leaves things. */
    private void undoAfter(String killed, Step last) {
        installation.execute("UPDATE flame.tenants SET status = 'provisioning' WHERE slug = '" + killed + "'");
        installation.execute(
                "UPDATE flame.provisioning SET state = 'running', locked_until = now() - interval '1 second'"
                        + " WHERE tenant = '" + killed + "'");
        installation.execute("UPDATE flame.provisioning_steps SET state = 'running' WHERE tenant = '" + killed
                + "' AND step = '" + last.word() + "'");
        if (last.compareTo(Step.ASSISTANT) <= 0) {
            installation.execute("DELETE FROM t_" + killed + ".assistants");
        }
        if (last.compareTo(Step.ADMIN) <= 0) {
            installation.execute("DELETE FROM t_" + killed + ".users");
            keycloak.forgetMembers();
        }
        if (last.compareTo(Step.SCHEMA) <= 0) {
            installation.migrations().dropTenantSchema(killed);
        }
    }

    @Test
    void letsNobodyInterfereWhileSomebodyIsAtWork() {
        provisioning.create(Installation.tenant(slug));
        installation.execute("UPDATE flame.tenants SET status = 'provisioning'");
        installation.execute(
                "UPDATE flame.provisioning SET state = 'running', locked_until = now() + interval '20 seconds'");

        assertThat(provisioning.goOn()).isFalse();
        assertConflict(() -> provisioning.create(Installation.tenant(slug)));
        assertConflict(() -> provisioning.life().delete(slug));
    }

    @Test
    void takesAHalfMadeTenantBackWhenToldToGiveUp() {
        keycloak.failAt("/members");
        assertThatThrownBy(() -> provisioning.create(Installation.tenant(slug))).isInstanceOf(KeycloakException.class);
        assertThat(keycloak.users).hasSize(1);
        keycloak.recover();

        assertThat(provisioning.life().delete(slug)).isEmpty();

        assertThat(keycloak.users).isEmpty();
        assertThat(keycloak.organizations).isEmpty();
        assertThat(installation.rows("SELECT 1 FROM pg_namespace WHERE nspname = 't_" + slug + "'"))
                .isEmpty();
        assertThat(installation.rows("SELECT 1 FROM pg_roles WHERE rolname = 'flame_t_" + slug + "'"))
                .isEmpty();
        assertThat(installation.rows("SELECT slug FROM flame.tenants")).isEmpty();
        assertConflict(() -> provisioning.create(Installation.tenant(slug)));
    }

    @Test
    void goesOnWithARemovalThatWasCutOff() {
        keycloak.failAt("/members");
        assertThatThrownBy(() -> provisioning.create(Installation.tenant(slug))).isInstanceOf(KeycloakException.class);
        keycloak.failAt("DELETE /admin/realms/flame/organizations");
        assertThatThrownBy(() -> provisioning.life().delete(slug)).isInstanceOf(KeycloakException.class);
        assertThat(progress().state()).isEqualTo("undoing");
        assertConflict(() -> provisioning.create(Installation.tenant(slug)));

        keycloak.recover();
        installation.execute("UPDATE flame.provisioning SET next_attempt_at = now()");
        assertThat(provisioning.goOn()).isTrue();

        assertThat(keycloak.organizations).isEmpty();
        assertThat(installation.rows("SELECT slug FROM flame.tenants")).isEmpty();
    }

    private NewTenant withPassword() {
        return Installation.tenant(slug).withPassword("an-invented-password");
    }

    private ProvisioningProgress progress() {
        return provisioning.life().progress(slug).orElseThrow();
    }

    private static void assertConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(ProblemCode.CONFLICT));
    }
}
