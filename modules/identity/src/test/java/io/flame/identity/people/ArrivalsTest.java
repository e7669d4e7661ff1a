package io.flame.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.identity.Role;
import io.flame.identity.SingleSignOn.Arrival;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ArrivalsTest {

    private static final String EMAIL = "eva@acme.example";

    private final Office office = new Office();
    private final UUID eva = UUID.randomUUID();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void makesAMemberOnceWithTheRoleOfTheProvider() {
        admit(eva, EMAIL, "Eva Customer");
        admit(eva, EMAIL, "Eva Customer");

        PersonView member = office.people.get(office.tenant, eva);
        assertThat(member.name()).isEqualTo("Eva Customer");
        assertThat(member.role()).isEqualTo(Role.AGENT);
        assertThat(office.facts()).hasSize(1);
        assertThat(office.count(
                        "SELECT count(*) FROM audit_log WHERE action = 'single sign-on: joined' AND actor_id = '" + eva
                                + "' AND address = '192.0.2.7' AND after IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void putsTheAccountIntoTheOrganization() {
        office.realm.addUser(EMAIL, "", office.tenant.slug());
        UUID account = UUID.fromString(office.realm.users.keySet().iterator().next());
        admit(account, EMAIL, "");

        office.align(account);

        assertThat(office.realm.isMember(office.organization, account)).isTrue();
        assertThat(office.people.get(office.tenant, account).name()).isEqualTo("eva");
    }

    @Test
    void bringsNobodyBackWhoWasDeactivated() {
        admit(eva, EMAIL, "Eva");
        office.people.deactivate(office.tenant, eva);

        admit(eva, EMAIL, "Eva");
        admit(UUID.randomUUID(), "EVA@acme.example", "Eva");

        assertThat(office.people.get(office.tenant, eva).active()).isFalse();
        assertThat(office.count("SELECT count(*) FROM users WHERE lower(email) = '" + EMAIL + "'"))
                .isEqualTo(1);
    }

    @Test
    void takesNobodyInWithoutAFreeSeat() {
        office.limitSeats(1);

        Problem refusal = catchThrowableOfType(Problem.class, () -> admit(eva, EMAIL, "Eva"));

        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(office.count("SELECT count(*) FROM users")).isEqualTo(1);
    }

    @Test
    void usesUpTheInvitationThatWaits() {
        office.invite(EMAIL);

        admit(eva, EMAIL, "Eva");

        assertThat(office.count("SELECT count(*) FROM invitations WHERE accepted_at IS NULL"))
                .isZero();
    }

    private void admit(UUID id, String email, String name) {
        office.arrivals.admit(office.tenant, new Arrival("sso-acme-1", id, email, name), Role.AGENT);
    }
}
