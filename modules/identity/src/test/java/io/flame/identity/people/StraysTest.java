package io.flame.identity.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An account that is found may be removed only if it is nobody's. */
@Tag("servers")
class StraysTest {

    private static final String EMAIL = "beto@example.test";
    private static final String OTHER_PASSWORD = "the-password-of-beto";

    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void keepsTheAccountThatADoubleClickIsMaking() throws Exception {
        Office.Mailed issued = office.inviteByMail(EMAIL);
        FakeRealm.Pause first = office.realm.pauseNextJoin();
        CompletableFuture<JoinedMember> slow =
                CompletableFuture.supplyAsync(() -> office.accept(issued.token(), Office.PASSWORD));
        assertThat(first.reached().await(5, TimeUnit.SECONDS)).isTrue();

        JoinedMember joined = office.accept(issued.token(), Office.PASSWORD);
        first.released().countDown();

        assertThat(slow).failsWithin(java.time.Duration.ofSeconds(5));
        assertThat(office.realm.users.keySet()).containsExactly(joined.id().toString());
        assertThat(office.count("SELECT count(*) FROM users WHERE id = '" + joined.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void keepsTheAccountOfSomebodyWhoWasDeactivatedElsewhere() {
        UUID beto = office.addElsewhere(EMAIL, OTHER_PASSWORD);
        String elsewhere = office.realm.user(beto).at("/attributes/tenant/0").asText();
        office.realm
                .user(beto)
                .withObjectProperty("attributes")
                .putArray("tenant")
                .add("gone_by_now");
        office.database.runInTenant(
                TenantId.of(elsewhere), tx -> tx.update("UPDATE users SET is_active = false WHERE id = ?", beto));

        JoinedMember joined = office.accept(office.inviteByMail(EMAIL).token(), OTHER_PASSWORD);

        assertThat(joined.id()).isEqualTo(beto);
    }

    @Test
    void keepsTheAccountOfATenantThatIsBeingMade() {
        String other = TestDatabase.shared().newTenant();
        office.database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET status = 'provisioning' WHERE slug = ?", other));
        UUID beto = office.realm.addUser(EMAIL, OTHER_PASSWORD, other);

        assertThat(office.accept(office.inviteByMail(EMAIL).token(), OTHER_PASSWORD)
                        .id())
                .isEqualTo(beto);
    }

    @Test
    void removesWhatAProviderHasBroughtHoweverYoungItIs() {
        UUID planted = office.realm.addUser(EMAIL, OTHER_PASSWORD, office.tenant.slug());
        office.realm.user(planted).put("createdTimestamp", System.currentTimeMillis());
        office.realm.linked.add(planted.toString());

        JoinedMember joined = office.accept(office.inviteByMail(EMAIL).token(), Office.PASSWORD);

        assertThat(joined.id()).isNotEqualTo(planted);
        assertThat(office.realm.users).doesNotContainKey(planted.toString());
    }

    @Test
    void takesNobodysWordForAYoungAccountWithoutItsPassword() {
        UUID planted = office.realm.addUser(EMAIL, OTHER_PASSWORD, "");
        office.realm.user(planted).put("createdTimestamp", System.currentTimeMillis());
        Office.Mailed issued = office.inviteByMail(EMAIL);

        PeopleTest.refused(ProblemCode.CREDENTIALS_INVALID, () -> office.accept(issued.token(), Office.PASSWORD));
    }

    @Test
    void letsPeopleHaveNamesThatKeycloakRefuses() {
        String token = office.inviteByMail(EMAIL).token();
        JoinedMember joined = office.joining.accept(Office.json("{\"token\":\"" + token + "\",\"password\":\""
                + Office.PASSWORD + "\",\"name\":\"Beto (Ventas) & Co <b>\"}"));
        office.align(joined.id());

        assertThat(office.people.get(office.tenant, joined.id()).name()).isEqualTo("Beto (Ventas) & Co <b>");
        assertThat(office.realm.user(joined.id()).get("firstName").asText()).isEqualTo("Beto Ventas Co");
        assertThat(office.realm.user(joined.id()).get("lastName").asText()).isEqualTo("b");
    }
}
