package io.flame.provisioning;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Made-up passwords that a person can read aloud: no 0 and O, no 1, l and I. */
final class Passwords {
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String random() {
        return RANDOM.ints(LENGTH, 0, LETTERS.length())
                .mapToObj(LETTERS::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }
}
