package io.flame.identity.people;

import static io.flame.identity.people.PeopleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.Role;
import io.flame.kernel.PageRequest;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.Terms;
import io.flame.testing.TestDatabase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class InvitationsTest {

    private static final PageRequest FIRST = PageRequest.of(null, null, null, 50);

    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void makesAMemberOfWhoAccepts() {
        Office.Mailed issued = office.inviteByMail(" Beto@Example.test ");

        JoinedMember joined = office.accept(issued.token(), Office.PASSWORD);

        assertThat(joined.email()).isEqualTo("beto@example.test");
        PersonView person = office.people.get(office.tenant, joined.id());
        assertThat(person.role()).isEqualTo(Role.AGENT);
        assertThat(person.name()).isEqualTo("Beto Prueba");
        assertThat(office.realm.isMember(office.organization, joined.id())).isTrue();
        assertThat(office.realm.user(joined.id()).at("/attributes/tenant/0").asText())
                .isEqualTo(office.tenant.slug());
        assertThat(office.facts()).containsExactly("MemberAdded");
        assertThat(office.invitations.list(office.tenant, FIRST).data()).isEmpty();
    }

    @Test
    void isForgottenAMonthAfterItCouldBeUsed() {
        office.accept(office.inviteByMail("beto@example.test").token(), Office.PASSWORD);
        office.inviteByMail("carla@example.test");
        InvitationExpiry expiry = new InvitationExpiry(office.database);
        assertThat(expiry.removeSome(office.tenant, terms(Duration.ofDays(29)))).isZero();

        assertThat(expiry.removeSome(office.tenant, terms(Duration.ofDays(31)))).isEqualTo(1);
        assertThat(expiry.removeSome(office.tenant, terms(Duration.ofDays(38)))).isEqualTo(1);
    }

    private Terms terms(Duration later) {
        return new Terms(new Retention(null, null, null, null), ZoneOffset.UTC, office.clock.now.plus(later));
    }

    @Test
    void isGoodForOneUse() {
        Office.Mailed issued = office.inviteByMail("beto@example.test");
        office.accept(issued.token(), Office.PASSWORD);

        refused(ProblemCode.INVALID, () -> office.accept(issued.token(), Office.PASSWORD));
        assertThat(office.realm.users).hasSize(1);
    }

    @Test
    void refusesAnExpiredAReplacedAWithdrawnAndAnInventedToken() {
        Office.Mailed replaced = office.inviteByMail("beto@example.test");
        Office.Mailed current = office.inviteByMail("beto@example.test");
        refused(ProblemCode.INVALID, () -> office.accept(replaced.token(), Office.PASSWORD));

        office.clock.now = office.clock.now.plus(Duration.ofDays(7));
        refused(ProblemCode.INVALID, () -> office.accept(current.token(), Office.PASSWORD));

        Office.Mailed withdrawn = office.inviteByMail("carla@example.test");
        office.invitations.withdraw(office.tenant, withdrawn.invitation().id());
        refused(ProblemCode.INVALID, () -> office.accept(withdrawn.token(), Office.PASSWORD));

        refused(ProblemCode.INVALID, () -> office.accept("no_tenant." + "0".repeat(64), Office.PASSWORD));
        refused(ProblemCode.INVALID, () -> office.accept("nonsense", Office.PASSWORD));
        assertThat(office.realm.users).isEmpty();
    }

    @Test
    void asksForThePasswordOfAnAccountThatExists() {
        UUID existing = office.addElsewhere("beto@example.test", "the-password-of-beto");
        Office.Mailed issued = office.inviteByMail("beto@example.test");

        refused(ProblemCode.CREDENTIALS_INVALID, () -> office.accept(issued.token(), Office.PASSWORD));
        assertThat(office.realm.isMember(office.organization, existing)).isFalse();

        JoinedMember joined = office.accept(issued.token(), "the-password-of-beto");
        assertThat(joined.id()).isEqualTo(existing);
        assertThat(office.realm.user(existing).at("/attributes/tenant/0").asText())
                .isNotEqualTo(office.tenant.slug());
    }

    @Test
    void finishesWhatWasCutOff() {
        Office.Mailed issued = office.inviteByMail("beto@example.test");
        office.realm.down = true;
        refused(ProblemCode.UNAVAILABLE, () -> office.accept(issued.token(), Office.PASSWORD));
        office.realm.down = false;
        office.realm.addUser("beto@example.test", "another-password", office.tenant.slug());

        JoinedMember joined = office.accept(issued.token(), Office.PASSWORD);

        assertThat(office.realm.users).containsOnlyKeys(joined.id().toString());
    }

    /** Whoever made it must not be able to sign in to it later. */
    @Test
    void takesNoAccountOverThatNoTenantHasEverTakenIn() {
        UUID planted = office.realm.addUser("beto@example.test", "planted-password", "");
        Office.Mailed issued = office.inviteByMail("beto@example.test");

        JoinedMember joined = office.accept(issued.token(), Office.PASSWORD);

        assertThat(joined.id()).isNotEqualTo(planted);
        assertThat(office.realm.users).containsOnlyKeys(joined.id().toString());
    }

    @Test
    void saysWhatTheRealmDislikesAboutAPassword() {
        Office.Mailed issued = office.inviteByMail("beto@example.test");

        refused(ProblemCode.INVALID, () -> office.accept(issued.token(), "short"));
        refused(ProblemCode.INVALID, () -> office.accept(issued.token(), "refused-password"));
        assertThat(office.accept(issued.token(), Office.PASSWORD).role()).isEqualTo(Role.AGENT);
    }

    @Test
    void writesToNobodyAsOftenAsSomebodyLikes() {
        office.mailsLeft = 1;
        office.invite("beto@example.test");

        refused(ProblemCode.RATE_LIMITED, () -> office.invite("beto@example.test"));
    }

    @Test
    void refusesToInviteWhoIsHereAndNonsense() {
        refused(ProblemCode.CONFLICT, () -> office.invite("ana@example.test"));
        refused(ProblemCode.INVALID, () -> office.invite("ana"));
        refused(
                ProblemCode.INVALID,
                () -> office.invitations.invite(
                        office.admin,
                        Office.json("{\"email\":\"x@example.test\",\"name\":\"X\",\"role\":\"operator\"}")));
    }

    @Test
    void refusesTheInvitationsOfASuspendedTenant() {
        Office.Mailed issued = office.inviteByMail("beto@example.test");
        office.database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET status = 'suspended' WHERE slug = ?", office.tenant.slug()));

        refused(ProblemCode.INVALID, () -> office.accept(issued.token(), Office.PASSWORD));
    }

    @Test
    void showsAndWithdrawsOnlyItsOwn() {
        Office.Mailed issued = office.inviteByMail("beto@example.test");
        TenantId other = TenantId.of(TestDatabase.shared().newTenant());

        assertThat(office.invitations.list(office.tenant, FIRST).data())
                .extracting(InvitationView::id)
                .containsExactly(issued.invitation().id());
        assertThat(office.invitations.list(other, FIRST).data()).isEmpty();
        refused(
                ProblemCode.NOT_FOUND,
                () -> office.invitations.withdraw(other, issued.invitation().id()));
    }
}
