/** The networks: webhooks in, messages out, and the accounts through which a business is connected to them. */
@org.jspecify.annotations.NullMarked
module io.flame.channels {
    requires transitive io.flame.identity;
    requires transitive io.flame.kernel;
    requires transitive io.flame.messaging;
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires jakarta.annotation;
    requires jakarta.persistence;
    requires java.net.http;

    exports io.flame.channels;

    opens io.flame.channels to
            org.hibernate.orm.core;
}
