package io.flame.messaging;

/** A fixture in an exported package: it shows what nobody else can name. */
public class LeakyFacade {

    static class Hidden {}

    public Hidden leak() {
        return new Hidden();
    }

    public static Class<?> hidden() {
        return Hidden.class;
    }
}
