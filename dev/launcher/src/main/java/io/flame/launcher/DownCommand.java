package io.flame.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stops the stack and waits until it has ended.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption option = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder data = option.data();
        boolean wasRunning = !new Turn(data).isFree();
        if (wasRunning && !new Turn(data).stop()) {
            System.err.println("error: FLAME does not stop; see " + data.log("launcher"));
            return 1;
        }
        List<String> leftovers = new Leftovers(data.run()).stop();
        new PostgresLock(data.postgres()).release();
        PidFile.delete(data.description());
        System.out.println(wasRunning || !leftovers.isEmpty() ? "FLAME has stopped" : "FLAME was not running");
        return 0;
    }
}
