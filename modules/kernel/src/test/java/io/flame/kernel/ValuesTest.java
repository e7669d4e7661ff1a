package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small validated values: slugs, positions, ids and problem codes. */
class ValuesTest {

    @Test
    void derivesEveryNameOfATenantFromItsSlug() {
        TenantId tenant = TenantId.of("acme_2");

        assertThat(tenant.schema()).isEqualTo("t_acme_2");
        assertThat(tenant.databaseRole()).isEqualTo("flame_t_acme_2");
        assertThat(tenant).hasToString("acme_2");
        assertThat(Json.write(tenant)).isEqualTo("\"acme_2\"");
        assertThat(Json.read("\"acme_2\"", TenantId.class)).isEqualTo(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1a", "_a", "Acme", "a-b", "a b", "a\"b", "a;b", "ñu", "a\n"})
    void refusesASlugThatIsUnsafeInSql(String slug) {
        assertThat(TenantId.isValid(slug)).isFalse();
        assertThatThrownBy(() -> TenantId.of(slug)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesASlugThatIsTooLongForAnIdentifier() {
        assertThat(TenantId.isValid("a".repeat(40))).isTrue();
        assertThat(TenantId.isValid("a".repeat(41))).isFalse();
        assertThat(TenantId.of("a".repeat(40)).databaseRole().length()).isLessThan(64);
    }

    @Test
    void readsTheEventPositionItWrote() {
        EventPosition position = new EventPosition(4_294_967_296L, 17);

        assertThat(EventPosition.parse(position.toString())).contains(position);
        assertThat(position).isGreaterThan(new EventPosition(4_294_967_296L, 16));
        assertThat(position).isGreaterThan(new EventPosition(4_294_967_295L, 99));
        assertThat(position).isGreaterThan(EventPosition.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "1-", "-1", "-1-1", "1--1", "a-b", "1-2-3", "99999999999999999999-1", "1 -2"})
    void readsNothingElseAsAnEventPosition(String text) {
        assertThat(EventPosition.parse(text)).isEmpty();
    }

    @Test
    void makesIdsInTheOrderOfTime() {
        List<String> ids = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> Ids.next().toString())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(Ids.next().version()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g", "../etc/passwd"})
    void findsNothingUnderAPathThatIsNoUuid(String text) {
        assertThat(Ids.parse(text)).isEmpty();
        assertThatThrownBy(() -> Ids.inPath(text))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void hasASentenceInBothLanguagesForEveryProblem(ProblemCode code) {
        assertThat(code.status()).isBetween(400, 599);
        assertThat(code.sentence("en")).isNotBlank().isNotEqualTo(code.sentence("es"));
        assertThat(code.sentence("fr")).isEqualTo(code.sentence("es"));
        assertThat(code.word()).matches("[a-z_]+");
    }

    @Test
    void saysTheSentencesThatClientsKnow() {
        assertThat(ProblemCode.TOKEN_REQUIRED.sentence("es")).isEqualTo("Token de acceso requerido");
        assertThat(ProblemCode.TOKEN_INVALID.sentence("es")).isEqualTo("Token inválido");
        assertThat(ProblemCode.RATE_LIMITED.sentence("es")).isEqualTo("Demasiadas solicitudes desde esta IP");
    }
}
