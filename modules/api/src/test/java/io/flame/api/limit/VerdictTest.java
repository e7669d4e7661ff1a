package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Quotas QUOTAS = Quotas.of(Settings.of(Map.of()));

    @Test
    void keepsTheOriginalLimitOfTheDocumentByDefault() {
        assertThat(QUOTAS.anonymous().calls()).isEqualTo(100);
        assertThat(QUOTAS.anonymous().window()).isEqualTo(Duration.ofMinutes(15));
        assertThat(QUOTAS.anonymous().block()).isEqualTo(1);
        assertThat(QUOTAS.tenant().block()).isEqualTo(600);
    }

    @Test
    void tellsWhatIsLeftInHeaders() {
        Verdict verdict = passed(QUOTAS.anonymous(), 41);

        assertThat(verdict.headers())
                .containsEntry("RateLimit-Limit", "100")
                .containsEntry("RateLimit-Remaining", "41")
                .containsEntry("RateLimit-Reset", "3")
                .containsEntry("RateLimit-Policy", "100;w=900");
    }

    @Test
    void speaksOfTheLimitThatIsNearer() {
        Verdict token = passed(QUOTAS.token(), 5_000);
        Verdict tenant = passed(QUOTAS.tenant(), 6_000);
        Verdict refused = new Verdict(QUOTAS.token(), 0, Duration.ZERO, Optional.of(Duration.ofSeconds(1)));

        assertThat(token.stricter(tenant)).isSameAs(tenant);
        assertThat(tenant.stricter(token)).isSameAs(tenant);
        assertThat(tenant.stricter(refused)).isSameAs(refused);
        assertThat(refused.refused()).isTrue();
    }

    private static Verdict passed(Quota quota, long remaining) {
        return new Verdict(quota, remaining, Duration.ofMillis(2_001), Optional.empty());
    }
}
