package io.flame.identity.people;

import static io.flame.identity.people.PeopleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.IfMatch;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ana, who administers the tenant, has one of its seats in every test. */
@Tag("servers")
class SeatsTest {

    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void invitesNobodyWhenEverySeatIsTakenOrHeldFree() {
        office.limitSeats(2);
        office.invite("beto@example.test");

        refused(ProblemCode.QUOTA_EXCEEDED, () -> office.invite("carla@example.test"));
        assertThat(office.count("SELECT count(*) FROM invitations")).isOne();
        assertThat(office.facts()).containsExactly("QuotaReached");
    }

    @Test
    void invitesTheSameAddressAgainOnTheSeatItHolds() {
        office.limitSeats(2);
        office.invite("beto@example.test");

        office.invite("beto@example.test");

        assertThat(office.count("SELECT count(*) FROM invitations")).isOne();
    }

    @Test
    void givesTheSeatOfAnExpiredInvitationAway() {
        office.limitSeats(2);
        office.invite("beto@example.test");
        office.clock.now = office.clock.now.plus(Duration.ofDays(7));

        office.invite("carla@example.test");

        refused(ProblemCode.QUOTA_EXCEEDED, () -> office.invite("beto@example.test"));
    }

    @Test
    void seatsWhoWasInvitedAndNobodyPastTheLimit() {
        office.limitSeats(2);
        Office.Mailed issued = office.inviteByMail("beto@example.test");
        UUID dario = office.add("agent", "Dario");

        refused(ProblemCode.QUOTA_EXCEEDED, () -> office.accept(issued.token(), Office.PASSWORD));
        assertThat(office.realm.users).isEmpty();

        office.people.deactivate(office.tenant, dario);
        assertThat(office.accept(issued.token(), Office.PASSWORD).email()).isEqualTo("beto@example.test");
    }

    @Test
    void letsSomebodyBackOnlyToAFreeSeat() {
        office.limitSeats(2);
        UUID beto = office.add("agent", "Beto");
        UUID carla = office.add("agent", "Carla");
        office.people.deactivate(office.tenant, beto);
        office.people.deactivate(office.tenant, carla);

        reactivate(beto);
        reactivate(beto);

        refused(ProblemCode.QUOTA_EXCEEDED, () -> reactivate(carla));
        assertThat(office.count("SELECT count(*) FROM users WHERE is_active")).isEqualTo(2);
    }

    @Test
    void givesTheLastSeatToOneOfManyAtTheSameTime() {
        office.limitSeats(2);
        List<CompletableFuture<Void>> attempts = Stream.of("beto", "carla", "dario", "eva")
                .map(name -> CompletableFuture.runAsync(() -> office.invite(name + "@example.test"))
                        .exceptionally(refused -> null))
                .toList();

        attempts.forEach(CompletableFuture::join);

        assertThat(office.count("SELECT count(*) FROM invitations")).isOne();
    }

    private void reactivate(UUID person) {
        office.people.change(office.tenant, person, Office.json("{\"isActive\":true}"), IfMatch.anything());
    }
}
