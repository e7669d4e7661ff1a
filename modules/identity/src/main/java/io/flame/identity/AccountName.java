package io.flame.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** An e-mail address in the one spelling by which Keycloak finds its user, so that no other spelling counts apart. */
record AccountName(String address) {

    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Cntrl}\\p{Z}]+|[\\s\\p{Cntrl}\\p{Z}]+$");

    static AccountName of(String typed) {
        return new AccountName(EDGES.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT));
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
