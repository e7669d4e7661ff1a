package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void startsOneNodeWithTheDemoOnTheWellKnownPort() {
        StackOptions options = up("--port", "8080");

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.nodes()).isEqualTo(1);
        assertThat(options.demo()).isTrue();
        assertThat(options.fresh()).isFalse();
        assertThat(options.parts()).containsExactlyInAnyOrder(Part.values());
    }

    @Test
    void understandsEveryOptionOfUp() {
        StackOptions options = up("--port", "9000", "--nodes", "3", "--fresh", "--no-demo");

        assertThat(options.data()).isEqualTo(folder);
        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.nodes()).isEqualTo(3);
        assertThat(options.fresh()).isTrue();
        assertThat(options.demo()).isFalse();
    }

    @Test
    void refusesWhatItDoesNotKnowWithCodeTwo() {
        CommandLine line = Launcher.commandLine();
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));

        assertThat(line.execute("up", "--colour")).isEqualTo(2);
        assertThat(errors.toString()).contains("--colour");
    }

    @Test
    void saysInOneLineThatNoDatabaseIsThere() {
        CommandLine line = Launcher.commandLine();
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));

        assertThat(line.execute("migrate", "--data", folder.toString())).isEqualTo(1);
        assertThat(errors.toString().strip())
                .startsWith("error: There is no database")
                .hasLineCount(1);
    }

    @Test
    void verifiesNoAuditLogOfAStrangeName() {
        CommandLine line = Launcher.commandLine();
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));

        assertThat(line.execute("tenant", "audit-verify", "acme\"; --")).isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: There is no tenant");
        assertThat(line.execute("tenant", "audit-verify", "acme", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("There is no database");
    }

    @Test
    void saysThatNothingRunsWithCodeOne() {
        assertThat(Launcher.commandLine().execute("status", "--data", folder.toString()))
                .isEqualTo(1);
    }

    @Test
    void downIsDoneWhenNothingRuns() {
        assertThat(Launcher.commandLine().execute("down", "--data", folder.toString()))
                .isZero();
    }

    private StackOptions up(String... options) {
        UpCommand command = new UpCommand();
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--data";
        all[options.length + 1] = folder.toString();
        new CommandLine(command).parseArgs(all);
        return command.options();
    }
}
