package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ConsoleAuditTest {
    private final Installation installation = Installation.apart();
    private final Provisioning provisioning = installation.provisioning;
    private final String slug = Installation.freshSlug();

    @BeforeEach
    void createTenant() {
        provisioning.migratePlatform();
        provisioning.audited("tenant create", slug, () -> provisioning.create(Installation.tenant(slug), "business"));
    }

    @AfterEach
    void close() {
        installation.close();
        installation.migrations().dropTenantSchema(slug);
    }

    @Test
    void writesAChangeDownOnceInItsTransaction() {
        provisioning.audited("tenant suspend", slug, () -> provisioning.life().suspend(slug));

        assertThat(entries())
                .containsExactly("tenant create|operator|console|done", "tenant suspend|operator|console|done");
        assertThat(installation.rows("SELECT actor_id FROM flame.audit_log WHERE target = '" + slug + "'"))
                .containsOnly(System.getProperty("user.name"));
    }

    @Test
    void writesDownWhatHasChangedNoRow() {
        provisioning.audited("tenant export", slug, () -> "all that it has");

        assertThat(entries()).last().isEqualTo("tenant export|operator|console|done");
    }

    @Test
    void writesDownWhatWasRefused() {
        assertThatThrownBy(() -> provisioning.audited(
                        "tenant restore", slug, () -> provisioning.life().restore(slug)))
                .isInstanceOf(Problem.class);

        assertThat(entries()).last().isEqualTo("tenant restore|operator|console|refused");
    }

    @Test
    void writesDownWhatBrokeOff() {
        IllegalStateException failure = new IllegalStateException("the disk is full");

        assertThatThrownBy(() -> provisioning.audited("tenant export", slug, () -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(entries()).last().isEqualTo("tenant export|operator|console|failed");
    }

    private List<String> entries() {
        return installation.rows("SELECT action, actor_kind, address, outcome FROM flame.audit_log WHERE target = '"
                + slug + "' ORDER BY id");
    }
}
