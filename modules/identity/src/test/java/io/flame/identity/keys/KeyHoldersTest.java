package io.flame.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.Role;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyHoldersTest {

    private static final TenantId ACME = TenantId.of("acme_co");

    private final Map<String, StoredKey> rows = new HashMap<>();
    private final List<Instant> notes = new ArrayList<>();
    private int questions;
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");
    private final KeyHolders holders = new KeyHolders(new Memory(), new HandClock());

    @Test
    void givesAnAgentsCallerWithTheScopesOfTheKey() {
        KeyText key = stored(null);

        KeyHolder holder = holders.identify(key.reveal());

        assertThat(holder.scopes()).containsExactly(Scope.CONVERSATIONS_READ);
        assertThat(holder.caller().tenant()).isEqualTo(ACME);
        assertThat(holder.caller().role()).isEqualTo(Role.AGENT);
        assertThat(holder.caller().email()).isEqualTo(key.prefix());
        assertThat(key.reveal()).startsWith(key.prefix()).hasSize(key.prefix().length() + 65);
    }

    @Test
    void verifiesAKeyForOneScope() {
        String key = stored(null).reveal();

        assertThat(holders.verify(key, Scope.CONVERSATIONS_READ).tenant()).isEqualTo(ACME);
        assertThatThrownBy(() -> holders.verify(key, Scope.EVENTS_READ))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN));
        assertThatThrownBy(() -> holders.verify(key + "x", Scope.CONVERSATIONS_READ))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOKEN_INVALID));
    }

    @Test
    void refusesEveryBadKeyLikeABadToken() {
        String good = stored(null).reveal();
        String expired = stored(now.minusSeconds(1)).reveal();
        String unknown = KeyText.fresh(ACME).reveal();
        String otherTenant = good.replace("acme_co", "other");
        char last = good.charAt(good.length() - 1);
        String wrongSecret = good.substring(0, good.length() - 1) + (last == '0' ? '1' : '0');

        for (String bad : List.of(
                expired, unknown, otherTenant, wrongSecret, "flk_", "flk_acme", good + "0", good.toUpperCase())) {
            assertThatThrownBy(() -> holders.identify(bad)).isInstanceOfSatisfying(Problem.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ProblemCode.TOKEN_INVALID);
                assertThat(refusal.detail()).isEqualTo("The access token is invalid or has expired");
            });
        }
        assertThat(holders.identify(good).caller().tenant()).isEqualTo(ACME);
    }

    @Test
    void refusesARememberedKeyOnceItHasExpired() {
        String key = stored(now.plusSeconds(5)).reveal();
        holders.identify(key);

        now = now.plusSeconds(5);

        assertThatThrownBy(() -> holders.identify(key)).isInstanceOf(Problem.class);
    }

    @Test
    void refusesAForgottenKeyAtOnce() {
        KeyText key = stored(null);
        holders.identify(key.reveal());

        rows.clear();
        assertThat(holders.identify(key.reveal()).scopes()).isNotEmpty();
        holders.forget(ACME, key.handle());

        assertThatThrownBy(() -> holders.identify(key.reveal())).isInstanceOf(Problem.class);
    }

    @Test
    void asksTheTableOnceForManyCalls() {
        String key = stored(null).reveal();
        String unknown = KeyText.fresh(ACME).reveal();
        for (int i = 0; i < 50; i++) {
            holders.identify(key);
            assertThatThrownBy(() -> holders.identify(unknown)).isInstanceOf(Problem.class);
        }

        assertThat(questions).isEqualTo(2);
    }

    @Test
    void notesItsUseAtMostOnceAMinute() {
        String key = stored(null).reveal();
        Instant start = now;
        for (int i = 0; i < 13; i++) {
            holders.identify(key);
            now = now.plus(Duration.ofSeconds(10));
        }

        assertThat(notes).containsExactly(start, start.plusSeconds(60), start.plusSeconds(120));
    }

    @Test
    void showsNoSecretInLogs() {
        KeyText key = stored(null);

        assertThat(key.toString()).isEqualTo(key.prefix()).doesNotContain(key.reveal());
    }

    private KeyText stored(@Nullable Instant expiresAt) {
        KeyText text = KeyText.fresh(ACME);
        Set<Scope> scopes = Set.of(Scope.CONVERSATIONS_READ);
        rows.put(ACME + text.handle(), new StoredKey(UUID.randomUUID(), "Billing", text.hash(), scopes, expiresAt));
        return text;
    }

    private final class Memory implements KeySource {
        @Override
        public Optional<StoredKey> find(TenantId tenant, String handle) {
            questions++;
            return Optional.ofNullable(rows.get(tenant + handle));
        }

        @Override
        public void noteUse(TenantId tenant, UUID id, Instant when) {
            notes.add(when);
            throw new IllegalStateException("a database that only reads");
        }
    }

    private final class HandClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
