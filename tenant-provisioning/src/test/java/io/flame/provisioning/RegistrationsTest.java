package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RegistrationsTest {
    private static final String PASSWORD = "an-invented-password";

    private final Installation installation = Installation.apart();
    private final Provisioning provisioning = installation.provisioning;
    private final FakeKeycloak keycloak = installation.keycloak;
    private final Registrations registrations = provisioning.registrations();
    private final String name = Installation.freshSlug();

    @BeforeEach
    void migrate() {
        provisioning.migratePlatform();
    }

    @AfterEach
    void close() {
        slugs().forEach(installation.migrations()::dropTenantSchema);
        installation.close();
    }

    @Test
    void opensABusinessWithItsFirstAdministrator() {
        open(registration("Rosa@" + name + ".test", "Café " + name + " & Hijos"));
        assertThat(keycloak.log).as("nothing happens before the answer").isEmpty();
        String slug = "cafe_" + name + "_hijos";
        assertThat(provisioning.life().get(slug).status()).isEqualTo("provisioning");
        assertThat(installation.rows("SELECT sealed_password FROM flame.provisioning"))
                .noneMatch(kept -> kept.contains(PASSWORD));

        assertThat(provisioning.goOn()).isTrue();

        TenantSummary tenant = provisioning.life().get(slug);
        assertThat(tenant.status()).isEqualTo("active");
        assertThat(tenant.plan()).isEqualTo("starter");
        assertThat(keycloak.passwords).containsValue(PASSWORD);
        assertThat(installation.rows("SELECT email, role FROM t_" + slug + ".users"))
                .containsExactly("rosa@" + name + ".test|admin");
    }

    @Test
    void givesBusinessesOfOneNameEachASlugOfItsOwn() {
        open(registration("one@" + name + ".test", name));
        open(registration("two@" + name + ".test", name));
        open(registration("three@" + name + ".test", "Admin"));

        assertThat(slugs()).hasSize(3).contains(name).doesNotContain("admin");
        assertThat(slugs()).filteredOn(slug -> slug.startsWith(name + "_")).hasSize(1);
    }

    @Test
    void leavesNothingBehindWhenTheAddressIsKnown() {
        provisioning.create(Installation.tenant(name));
        int users = keycloak.users.size();

        open(registration("ADMIN@" + name + ".test", "Another business"));
        assertThat(slugs()).contains("another_business");
        assertThat(provisioning.goOn()).isTrue();

        assertThat(slugs()).containsExactly(name);
        assertThat(keycloak.users).hasSize(users);
        assertThat(keycloak.organizations).hasSize(1);
        assertThat(keycloak.passwords).doesNotContainValue(PASSWORD);
        assertThat(provisioning.goOn()).isFalse();
    }

    @Test
    void keepsARegistrationWhileKeycloakIsDown() {
        open(registration("rosa@" + name + ".test", name));
        keycloak.failAt("/admin");
        assertThat(provisioning.goOn()).isTrue();
        assertThat(provisioning.life().progress(name).orElseThrow().state()).isEqualTo("failed");

        keycloak.recover();
        installation.execute("UPDATE flame.provisioning SET next_attempt_at = now()");
        assertThat(provisioning.goOn()).isTrue();
        assertThat(provisioning.life().get(name).status()).isEqualTo("active");
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        Registration wrong = new Registration("nobody", "short", " ", "", "fr", "Mars/Base");

        assertThatThrownBy(() -> registrations.admit(wrong, "192.0.2.1"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactly("email", "password", "name", "business", "locale", "timeZone"));
        assertThat(slugs()).isEmpty();
    }

    @Test
    void takesOnlySoManyFromOneAddress() {
        Registrations few =
                new Registrations(installation.database(), installation.secrets(), 2, java.time.Clock.systemUTC());
        few.admit(registration("one@" + name + ".test", name), "192.0.2.7");
        few.admit(registration("two@" + name + ".test", name), "192.0.2.7");

        assertThatThrownBy(() -> few.admit(registration("three@" + name + ".test", name), "192.0.2.7"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.RATE_LIMITED);
                    assertThat(problem.retryAfter()).isPresent();
                });
        few.admit(registration("four@" + name + ".test", name), "192.0.2.8");
        assertThat(slugs())
                .as("nothing is made before the address is confirmed")
                .isEmpty();
    }

    @Test
    void makesSlugsOutOfWhateverABusinessIsCalled() {
        assertThat(Slugs.of("Ñandú & Cía.").findFirst()).contains("nandu_cia");
        assertThat(Slugs.of("24 horas").findFirst()).contains("b_24_horas");
        assertThat(Slugs.of("株式会社").findFirst().orElseThrow()).matches("[a-z][a-z0-9_]{1,39}");
        assertThat(Slugs.of("x".repeat(255))).allMatch(slug -> slug.matches("[a-z][a-z0-9_]{1,39}"));
    }

    private void open(Registration registration) {
        assertThat(registrations.open(tx -> Optional.of(registration))).isTrue();
    }

    private List<String> slugs() {
        return installation.rows("SELECT slug FROM flame.tenants ORDER BY slug");
    }

    private static Registration registration(String email, String business) {
        return new Registration(email, PASSWORD, "Rosa Paz", business, "es", "UTC");
    }
}
