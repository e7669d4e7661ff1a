package io.flame.launcher;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "rollback", description = "Takes every schema back.", mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Option(names = "--tag", paramLabel = "TAG", description = "to this tag instead of the last change set")
    @Nullable
    String tag;

    @Override
    public Integer call() {
        new Tenants(servers.environment())
                .rollback(
                        tag,
                        outcome -> System.out.printf(
                                "%-44s %s%n", outcome.schema(), outcome.failed() ? "failed" : "taken back"));
        return 0;
    }
}
