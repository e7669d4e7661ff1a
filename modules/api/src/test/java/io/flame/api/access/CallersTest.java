package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.identity.Bearer;
import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.identity.keys.KeyHolder;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {

    private static final String KEY = "flk_acme_000000000000_invented";

    private final List<String> tokensAskedFor = new ArrayList<>();
    private final List<String> keysAskedFor = new ArrayList<>();
    private final Callers callers = new Callers(noting(tokensAskedFor)::apply, noting(keysAskedFor)::apply);

    @Test
    void asksForTheKeyWhereTheTextClaimsToBeOne() {
        callers.identify("Bearer " + KEY);

        assertThat(keysAskedFor).containsExactly(KEY);
        assertThat(tokensAskedFor).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Bearer a.b.c,a.b.c", "bearer   a.b.c  ,a.b.c", "BEARER a b,a b"})
    void asksForTheTokenOtherwise(String header, String token) {
        callers.identify(header);

        assertThat(tokensAskedFor).containsExactly(token);
        assertThat(keysAskedFor).isEmpty();
    }

    @Test
    void saysThatATokenIsMissing() {
        assertThat(refusal(null)).isEqualTo(ProblemCode.TOKEN_REQUIRED);
        assertThat(refusal("  ")).isEqualTo(ProblemCode.TOKEN_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource({"Basic YTpi", "Bearer", "Bearera.b.c", KEY})
    void takesNothingButABearer(String header) {
        assertThat(refusal(header)).isEqualTo(ProblemCode.TOKEN_INVALID);
        assertThat(tokensAskedFor).isEmpty();
        assertThat(keysAskedFor).isEmpty();
    }

    private ProblemCode refusal(String header) {
        return catchThrowableOfType(Problem.class, () -> callers.identify(header))
                .code();
    }

    private static java.util.function.Function<String, Bearer> noting(List<String> asked) {
        return text -> {
            asked.add(text);
            return new KeyHolder(
                    new Caller(TenantId.of("acme"), UUID.randomUUID(), "ana@example.test", "Ana", Role.AGENT),
                    Set.of());
        };
    }
}
