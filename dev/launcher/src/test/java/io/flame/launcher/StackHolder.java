package io.flame.launcher;

import java.nio.file.Path;

/** A launcher that a test can kill: starts the servers on the folder of its argument and waits for its end. */
final class StackHolder {
    private StackHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        Stack.start(StackOptions.on(Path.of(arguments[0])).withParts(Part.POSTGRES, Part.REDIS));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
