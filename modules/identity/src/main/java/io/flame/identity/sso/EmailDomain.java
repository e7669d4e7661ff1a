package io.flame.identity.sso;

import io.flame.kernel.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A domain that a business can have to itself, in lower case and in its ASCII form. */
record EmailDomain(String name) {

    /** More names than one below a registry's; no wildcards, no addresses, no ports. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private static final int LONGEST = 253;
    private static final Set<String> SHARED = shared();

    /** Empty, and told to {@code fields}, unless it is a domain that one business can own. */
    static Optional<EmailDomain> of(Fields fields) {
        Optional<String> text = fields.requiredText("domain", LONGEST);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = text.flatMap(EmailDomain::normalized);
        if (name.isEmpty()) {
            fields.error("domain", "malformed", "must look like example.com");
        }
        if (name.filter(SHARED::contains).isPresent()) {
            fields.error("domain", "shared_domain", "is shared by people of many businesses");
            return Optional.empty();
        }
        return name.map(EmailDomain::new);
    }

    /** Whether the address is of this very domain, and not of one below it. */
    boolean holds(String email) {
        int at = email.lastIndexOf('@');
        return at > 0
                && normalized(email.substring(at + 1)).filter(name::equals).isPresent();
    }

    private static Optional<String> normalized(String text) {
        try {
            String ascii = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return Optional.of(ascii).filter(name -> NAME.matcher(name).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Set<String> shared() {
        try (InputStream in = Objects.requireNonNull(EmailDomain.class.getResourceAsStream("shared-mail-domains.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
