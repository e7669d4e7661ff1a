package io.flame.kernel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, as {@code redis://[user:password@]host[:port][/database]}; with {@code rediss:} it speaks TLS. What is
 * reserved in a URL stands percent-encoded in user and password.
 *
 * @param user null where Redis knows only its default user
 * @param password null where it wants none
 */
public record RedisAddress(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        int database,
        boolean tls) {

    private static final String KEY = "REDIS_URL";
    private static final String PLAIN = "redis";
    private static final String SECURE = "rediss";
    private static final int DEFAULT_PORT = 6379;
    private static final int MOST_PORT = 65_535;
    private static final Pattern PATH = Pattern.compile("/?|/(\\d{1,4})");

    /** Empty without {@code REDIS_URL}: a single node needs no Redis. */
    public static Optional<RedisAddress> of(Settings settings) {
        return settings.optional(KEY).map(RedisAddress::parse);
    }

    /** @throws Settings.SettingsException that names the key and shows nothing of the value, which may hold a password */
    static RedisAddress parse(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw Settings.malformed(KEY, "must look like redis://host:6379 or rediss://user:password@host:6379/0");
        }
    }

    private static RedisAddress of(URI uri) {
        Matcher path = PATH.matcher(uri.getRawPath() == null ? "?" : uri.getRawPath());
        boolean tls = SECURE.equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (!(tls || PLAIN.equalsIgnoreCase(uri.getScheme()))
                || uri.getHost() == null
                || port == 0
                || port > MOST_PORT
                || !path.matches()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("no address of a Redis");
        }
        String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
        int database = path.group(1) == null ? 0 : Integer.parseInt(path.group(1));
        return new RedisAddress(
                uri.getHost(), port, decoded(login[0]), login.length < 2 ? null : decoded(login[1]), database, tls);
    }

    private static @Nullable String decoded(String text) {
        if (text.isEmpty()) {
            return null;
        }
        // in a URL's user information a plus is a plus
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (tls ? SECURE : PLAIN) + "://" + host + ":" + port + "/" + database;
    }
}
