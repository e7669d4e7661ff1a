package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a tenant as an operator leads it from the command line, and what the audit log says of it. */
class ConsoleIT {

    private final Installation installation = Installation.shared();
    private final Console console = new Console(installation);
    private final String slug = "c" + Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36), 36);
    private final Installation.Person admin =
            new Installation.Person("admin@" + slug + ".example", Installation.PASSWORD);

    @TempDir
    private Path folder;

    @Test
    void leadsATenantFromItsFirstDayToItsLast() {
        String capsule = folder.resolve(slug + ".capsule").toString();
        assertThat(console.run(
                        "tenant", "create", slug, "--admin-email", admin.email(), "--admin-password", admin.password()))
                .contains("The tenant " + slug + " is ready");
        assertThat(console.run("tenant", "show", slug)).contains("active").doesNotContain("missing");
        assertThat(console.run("tenant", "list")).contains(slug);
        assertThat(Api.signedIn(installation.url(), admin).get("/api/auth/me").status())
                .isEqualTo(200);

        assertThat(console.run("tenant", "change", slug, "--plan", "starter", "--quota", "seats=7"))
                .contains("starter", "\"seats\":7");
        assertThat(console.attempt("tenant", "restore", slug).said()).contains("The tenant " + slug + " is active");
        assertThat(console.run("tenant", "suspend", slug)).contains("suspended");
        assertThat(console.run("tenant", "export", slug, "--to", capsule)).contains("is signed by");
        assertThat(console.attempt("tenant", "import", capsule, "--as", slug).code())
                .isEqualTo(1);
        assertThat(console.run("tenant", "resume", slug)).contains("active");
        assertThat(console.run("tenant", "reapply-erasures", slug)).contains(slug + ": 0 contacts erased again");
        assertThat(console.run("tenant", "audit-verify", slug)).contains(slug);
        assertThat(console.run("tenant", "delete", slug)).contains("deleting", "gone after");
        assertThat(console.run("tenant", "restore", slug)).contains("active");

        assertThat(audited())
                .containsExactly(
                        "create done",
                        "change done",
                        "restore refused",
                        "suspend done",
                        "export done",
                        "import refused",
                        "resume done",
                        "reapply-erasures done",
                        "delete done",
                        "restore done");
    }

    @Test
    void writesDownThatSecretsWereSealedAnew() {
        String before = "SELECT count(*) FROM flame.audit_log WHERE action = 'tenant rewrap-secrets'";
        int rows = Integer.parseInt(installation.sql(before).getFirst());

        assertThat(console.run("tenant", "rewrap-secrets")).contains("were sealed with it already");

        assertThat(installation.sql(before)).containsExactly(String.valueOf(rows + 1));
    }

    private List<String> audited() {
        return installation.sql(
                "SELECT replace(action, 'tenant ', '') || ' ' || outcome FROM flame.audit_log WHERE target = ? ORDER BY id",
                slug);
    }
}
