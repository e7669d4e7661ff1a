package io.flame.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailDomainTest {

    @ParameterizedTest
    @CsvSource({"acme.example,acme.example", "' ACME.Example ',acme.example", "bücher.example,xn--bcher-kva.example"})
    void isWrittenInOneWay(String text, String name) {
        assertThat(read(text)).contains(new EmailDomain(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example",
                "*.acme.example",
                "acme.example.",
                "a_b.example",
                "10.0.0.1",
                "acme.example/x",
                "@acme.example",
                "acme .example",
                "-acme.example",
                "acme..example",
                "localhost"
            })
    void isNotAnythingElse(String text) {
        Assertions.assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.errors().getFirst().code())
                .isEqualTo("malformed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmail.com", "GMail.com", "outlook.es", "yahoo.com.mx"})
    void isNotSharedByEverybody(String text) {
        Assertions.assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.errors().getFirst().code())
                .isEqualTo("shared_domain"));
    }

    @Test
    void holdsItsOwnAddressesOnly() {
        EmailDomain domain = new EmailDomain("acme.example");

        assertThat(domain.holds("ana@acme.example")).isTrue();
        assertThat(domain.holds("ana@ACME.example")).isTrue();
        assertThat(domain.holds("\"ana@acme.example\"@evil.example")).isFalse();
        assertThat(domain.holds("ana@sub.acme.example")).isFalse();
        assertThat(domain.holds("ana@evilacme.example")).isFalse();
        assertThat(domain.holds("acme.example")).isFalse();
        assertThat(domain.holds("")).isFalse();
    }

    private static Optional<EmailDomain> read(String text) {
        JsonNode body = Json.mapper().createObjectNode().put("domain", text);
        Fields fields = Fields.of(body);
        Optional<EmailDomain> domain = EmailDomain.of(fields);
        fields.check();
        return domain;
    }
}
