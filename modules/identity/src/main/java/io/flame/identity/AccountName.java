package io.flame.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** An e-mail address in the one spelling by which Keycloak finds its user, so that no other spelling counts apart. */
record AccountName(String address) {

    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Cntrl}\\p{Z}]+|[\\s\\p{Cntrl}\\p{Z}]+$");

    /** What is nothing but blanks is nobody's address, but must not be an empty one, which Keycloak takes for a defect. */
    static AccountName of(String typed) {
        String address = EDGES.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT);
        return new AccountName(address.isEmpty() ? "-" : address);
    }

    byte[] hash() {
        return Digests.sha256(address.getBytes(StandardCharsets.UTF_8));
    }

    /** Addresses are not for logs. */
    @Override
    public String toString() {
        return "AccountName[]";
    }
}
