package io.flame.kernel.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void takesTheAddressApart() {
        DatabaseUrl url =
                DatabaseUrl.parse("DATABASE_URL", "postgresql://flame_app:secret@db.example:6432/flame?ssl=true");

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6432/flame?ssl=true");
        assertThat(url.user()).isEqualTo("flame_app");
        assertThat(url.password()).isEqualTo("secret");
        assertThat(url.toString()).doesNotContain("secret");
    }

    @Test
    void knowsTheUsualPortAndTheShortScheme() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgres://a:b@db/flame").jdbcUrl())
                .isEqualTo("jdbc:postgresql://db:5432/flame");
    }

    @Test
    void readsEscapedCharactersInThePassword() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgresql://a:p%40ss%3A%2F%25@db/flame")
                        .password())
                .isEqualTo("p@ss:/%");
    }

    @Test
    void leavesAPlusInThePasswordAlone() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgresql://a:one+two@db/flame")
                        .password())
                .isEqualTo("one+two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db:5432",
                "mysql://a:b@db/flame",
                "postgresql://a:b@/flame",
                "postgresql://a:b@db",
                "postgresql://a:b@db/",
                "postgresql://a:b c@db/flame",
                "postgresql://a:%zz@db/flame"
            })
    void namesTheKeyOfAnAddressItCannotReadAndKeepsThePasswordToItself(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse("DATABASE_ADMIN_URL", text))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("DATABASE_ADMIN_URL must look like")
                .hasNoCause();
    }
}
