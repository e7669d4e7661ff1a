package io.flame.channels;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where Meta's Graph API is, and from where its files may be fetched. */
@ApplicationScoped
class GraphApi {

    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,3}");
    private static final List<String> MEDIA_HOSTS = List.of("lookaside.fbsbx.com", "*.fbcdn.net");

    private final URI base;
    private final String version;
    private final List<String> mappedHosts;

    @Inject
    GraphApi(Settings settings) {
        this.base = base(settings.text("GRAPH_BASE_URL", "https://graph.facebook.com"));
        this.version = settings.text("GRAPH_VERSION", "v25.0");
        if (!VERSION.matcher(version).matches()) {
            throw Settings.malformed("GRAPH_VERSION", "must look like v25.0");
        }
        this.mappedHosts = settings.optional("FLAME_MEDIA_HOSTS").stream()
                .flatMap(hosts -> Arrays.stream(hosts.split(",")))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** {@code base/version/segment/segment}, each segment escaped. */
    URI uri(String... segments) {
        String path = Arrays.stream(segments)
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return URI.create(base + "/" + version + "/" + path);
    }

    /**
     * The address from which a file may be fetched with the account's token; empty for any other host. Hosts named in
     * {@code FLAME_MEDIA_HOSTS} are stood in for by the Graph API's own, for work without the real provider.
     */
    Optional<URI> media(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (mappedHosts.stream().anyMatch(pattern -> matches(pattern, host))) {
            return Optional.of(onBase(uri));
        }
        boolean graph = host.equals(base.getHost()) && uri.getPort() == base.getPort();
        boolean delivery = "https".equals(uri.getScheme())
                && uri.getPort() == -1
                && MEDIA_HOSTS.stream().anyMatch(pattern -> matches(pattern, host));
        return (graph && base.getScheme().equals(uri.getScheme())) || delivery ? Optional.of(uri) : Optional.empty();
    }

    private URI onBase(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(base + uri.getRawPath() + query);
    }

    private static boolean matches(String pattern, String host) {
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    private static URI base(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed("GRAPH_BASE_URL", "must look like https://graph.facebook.com");
    }
}
