package io.flame.launcher;

import java.io.IOException;

/** Sends POSIX signals that {@link ProcessHandle} has no method for. */
final class Signals {
    private Signals() {}

    static boolean send(String signal, long pid) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return shell.waitFor() == 0;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot send " + signal + " to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
