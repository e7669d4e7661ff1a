package io.flame.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which release this is; the build fills it in. */
final class Release {

    private Release() {}

    /** Such as {@code 0.1.0} or {@code 0.2.0-SNAPSHOT}. */
    static String ofThisBuild() {
        try (InputStream in = Objects.requireNonNull(Release.class.getResourceAsStream("release.properties"))) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("release", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
