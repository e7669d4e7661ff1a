package io.flame.identity.mail;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;

/** Where people reach FLAME. Links in mails begin with it, and never with what a request said about its host. */
@ApplicationScoped
public class PublicAddress {

    private static final String KEY = "FLAME_PUBLIC_URL";

    private final URI address;

    /** Reads {@code FLAME_PUBLIC_URL}. */
    @Inject
    public PublicAddress(Settings settings) {
        this.address = parse(settings.text(KEY, "http://localhost:" + settings.integer("PORT", 8080, 0, 65_535)));
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        // made at the start, so that a malformed address is told then
    }

    /** @param path begins with a slash and is escaped */
    public String link(String path) {
        return address + path;
    }

    String host() {
        return address.getHost();
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Settings.malformed(KEY, "must look like https://app.example.com");
    }
}
