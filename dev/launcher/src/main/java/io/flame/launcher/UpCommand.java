package io.flame.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Starts PostgreSQL, Redis, Keycloak, the twins and FLAME.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:PORT:-8080}",
            description = "where FLAME listens (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "FLAME processes behind that port (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(
            names = "--access-token-seconds",
            paramLabel = "N",
            defaultValue = "${env:FLAME_ACCESS_TOKEN_SECONDS:-300}",
            description = "life of an access token in a new realm (default: ${DEFAULT-VALUE})")
    int accessTokenSeconds;

    @Option(names = "--fresh", description = "drop the data first")
    boolean fresh;

    @Option(names = "--no-demo", description = "make no demo tenants")
    boolean noDemo;

    @Option(
            names = {"-d", "--detach"},
            description = "return when ready and go on in the background")
    boolean detached;

    @Override
    public Integer call() throws InterruptedException {
        if (!new Turn(data.data()).taken(System.out)) {
            return 1;
        }
        return detached ? new Background(data.data()).start(arguments()) : new Foreground(options()).run();
    }

    StackOptions options() {
        return StackOptions.on(data.data().root())
                .withPort(port)
                .withNodes(nodes)
                .withFresh(fresh)
                .withDemo(!noDemo)
                .withAccessTokenSeconds(accessTokenSeconds)
                .withProgress(Progress.lines(System.out));
    }

    /** The same command for the process in the background. */
    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", data.data().root().toString()));
        arguments.addAll(List.of("--port", "" + port, "--nodes", "" + nodes));
        arguments.addAll(List.of("--access-token-seconds", "" + accessTokenSeconds));
        if (fresh) {
            arguments.add("--fresh");
        }
        if (noDemo) {
            arguments.add("--no-demo");
        }
        return arguments;
    }
}
