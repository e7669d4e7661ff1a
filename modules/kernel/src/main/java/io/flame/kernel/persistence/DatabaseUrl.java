package io.flame.kernel.persistence;

import io.flame.kernel.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A {@code postgresql://user:password@host:port/database} address in the form the driver wants. */
public record DatabaseUrl(String jdbcUrl, String user, String password) {

    private static final int DEFAULT_PORT = 5432;

    /** @param key the setting's name, for the error message */
    public static DatabaseUrl parse(String key, String url) {
        URI uri = uri(key, url);
        if (uri.getScheme() == null
                || !uri.getScheme().matches("postgres(ql)?")
                || uri.getHost() == null
                || uri.getRawPath().length() < 2) {
            throw malformed(key);
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] login = uri.getRawUserInfo() == null
                ? new String[] {"postgres"}
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseUrl(
                "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
                decode(login[0]),
                login.length > 1 ? decode(login[1]) : "");
    }

    private static URI uri(String key, String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw malformed(key);
        }
    }

    private static Settings.SettingsException malformed(String key) {
        return Settings.malformed(key, "must look like postgresql://user:password@host:5432/database");
    }

    /** A plus is a plus: it means a blank only in the query of a form. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
