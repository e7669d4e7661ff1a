package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.mail.Letter;
import io.flame.identity.mail.PublicAddress;
import io.flame.kernel.Jobs;
import io.flame.kernel.KeyRotation;
import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Settings;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.provisioning.RegistrationRequests.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RegistrationRequestsTest {
    private static final String PASSWORD = "an-invented-password";

    private final Installation installation = Installation.apart();
    private final Clock clock = Clock.systemUTC();
    private final RegistrationRequests requests = at(clock);
    private final String name = Installation.freshSlug();
    private final String email = "rosa@" + name + ".test";

    @BeforeEach
    void migrate() {
        installation.provisioning.migratePlatform();
    }

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void keepsARegistrationSealedAndMakesNothing() {
        Registration registration = registration("Café");
        requests.keep(registration);

        assertThat(installation.rows("SELECT to_jsonb(r) FROM flame.registration_requests r"))
                .singleElement()
                .asString()
                .contains(email)
                .doesNotContain(PASSWORD);
        assertThat(installation.rows("SELECT tenant, kind, key FROM flame.jobs"))
                .containsExactly("platform|registration-mail|" + only().id());
        assertThat(installation.rows("SELECT slug FROM flame.tenants")).isEmpty();
        assertThat(installation.keycloak.log).isEmpty();
    }

    @Test
    void givesItBackOnceForTheLatestToken() {
        Registration registration = registration("Café");
        requests.keep(registration);
        ConfirmationToken first = issued();
        ConfirmationToken second = issued();

        assertThat(taken(requests, first)).isEmpty();
        assertThat(taken(requests, second)).contains(registration);
        assertThat(taken(requests, second)).isEmpty();
    }

    @Test
    void leavesTheTokenUsableWhenTheBusinessCannotBeOpened() {
        requests.keep(registration("Café " + name));
        ConfirmationToken token = issued();
        installation.execute("ALTER TABLE flame.provisioning ADD CONSTRAINT broken CHECK (sealed_password IS NULL)");

        assertThatThrownBy(() -> open(token)).isInstanceOf(DatabaseException.class);
        assertThat(installation.rows("SELECT slug FROM flame.tenants")).isEmpty();
        assertThat(installation.provisioning.goOn()).isFalse();

        installation.execute("ALTER TABLE flame.provisioning DROP CONSTRAINT broken");
        assertThat(open(token)).isTrue();
        assertThat(open(token)).isFalse();
        assertThat(installation.provisioning.goOn()).isTrue();
        assertThat(installation.keycloak.passwords).containsValue(PASSWORD);
        installation.migrations().dropTenantSchema("cafe_" + name);
    }

    private boolean open(ConfirmationToken token) {
        return installation.provisioning.registrations().open(tx -> requests.take(tx, token));
    }

    @Test
    void forgetsItAfterADay() {
        requests.keep(registration("Café"));
        ConfirmationToken token = issued();
        RegistrationRequests tomorrow = at(Clock.offset(clock, Duration.ofHours(25)));

        assertThat(tomorrow.find(only().id())).isEmpty();
        assertThat(taken(tomorrow, token)).isEmpty();
        new Registrations(installation.database(), installation.secrets(), 1, Clock.offset(clock, Duration.ofHours(25)))
                .forget();
        assertThat(installation.rows("SELECT id FROM flame.registration_requests"))
                .isEmpty();
    }

    @Test
    void leavesAnEarlierRegistrationItsPasswordAndItsMail() {
        Registration mine = registration("Mine");
        requests.keep(mine);
        ConfirmationToken token = issued();
        requests.keep(new Registration(email, "the-password-of-another", "Eve", "Theirs", "en", "UTC"));

        assertThat(taken(requests, token)).contains(mine);
    }

    @Test
    void outlivesAChangeOfTheMasterKey() {
        Map<String, String> settings = installation.settings();
        String old = settings.get("FLAME_MASTER_KEY");
        settings.put("FLAME_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        Settings now = Settings.of(settings);
        Registration registration = registration("Café");
        requests.keep(registration);
        requests.keep(registration("Another"));
        String first = installation
                .rows("SELECT id FROM flame.registration_requests ORDER BY id")
                .getFirst();
        ConfirmationToken token = ConfirmationToken.random();
        requests.issue(UUID.fromString(first), token);

        Map<String, String> both = new HashMap<>(settings);
        both.put("FLAME_FORMER_MASTER_KEYS", old);
        assertThat(KeyRotation.run(installation.database(), Settings.of(both)))
                .isEqualTo(new KeyRotation.Report(2, 0, List.of()));
        assertThat(KeyRotation.run(installation.database(), Settings.of(both)))
                .isEqualTo(new KeyRotation.Report(0, 2, List.of()));

        assertThat(taken(at(clock, now), token)).contains(registration);
    }

    @Test
    void asksForTheLatestMailAgain() {
        requests.keep(registration("First"));
        requests.keep(registration("Second"));
        installation.execute("DELETE FROM flame.jobs");

        requests.sendAgain(email);
        requests.sendAgain("nobody@example.test");

        assertThat(installation.rows("SELECT r.business FROM flame.jobs j JOIN flame.registration_requests r"
                        + " ON r.id::text = j.key"))
                .containsExactly("Second");
    }

    @Test
    void writesNoLinkAndNoMarkupOfTheStrangers() {
        RegistrationLetter letters = new RegistrationLetter(
                new PublicAddress(Settings.of(Map.of("FLAME_PUBLIC_URL", "https://app.flame.test"))));
        String business = "<a href=\"https://evil.test\">Café</a> http://evil.test";
        for (String locale : List.of("es-MX", "en")) {
            Waiting waiting = new Waiting(UUID.randomUUID(), email, business, locale);
            ConfirmationToken token = ConfirmationToken.random();
            Letter confirm = letters.confirm(waiting, token);
            Letter known = letters.known(waiting);

            assertThat(confirm.html()).contains("https://app.flame.test/verify-email#token=" + token.text());
            assertThat(confirm.text()).contains("https://app.flame.test/verify-email#token=" + token.text());
            assertThat(List.of(confirm, known)).allSatisfy(letter -> assertThat(letter.text() + letter.html())
                    .contains("Café")
                    .doesNotContain("evil.test", "<a href=\"https://evil", "%s"));
            assertThat(confirm.html()).contains("lang=\"" + locale.substring(0, 2) + "\"");
        }
    }

    private RegistrationRequests at(Clock time) {
        return at(time, Settings.of(installation.settings()));
    }

    private RegistrationRequests at(Clock time, Settings settings) {
        return new RegistrationRequests(
                installation.database(), new PlatformSecrets(installation.database(), settings), new Jobs(time), time);
    }

    private Registration registration(String business) {
        return new Registration(email, PASSWORD, "Rosa Paz", business, "es", "UTC");
    }

    private Optional<Registration> taken(RegistrationRequests from, ConfirmationToken token) {
        return installation.database().inPlatform(tx -> from.take(tx, token));
    }

    private ConfirmationToken issued() {
        ConfirmationToken token = ConfirmationToken.random();
        requests.issue(only().id(), token);
        return token;
    }

    private Waiting only() {
        String id = installation
                .rows("SELECT id FROM flame.registration_requests ORDER BY id")
                .getFirst();
        return requests.find(UUID.fromString(id)).orElseThrow();
    }
}
