/** Who is calling, and what the caller may do. */
@org.jspecify.annotations.NullMarked
module io.flame.identity {
    requires transitive io.flame.kernel;
    requires transitive jakarta.ws.rs;
    requires static org.jspecify;
    requires static jakarta.servlet;
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires jakarta.annotation;
    requires jakarta.json;
    requires jakarta.mail;
    requires java.naming;
    requires java.net.http;
    requires java.xml;
    requires microprofile.jwt.auth.api;

    exports io.flame.identity;
    exports io.flame.identity.keycloak to
            io.flame.provisioning;
    exports io.flame.identity.keys;
    exports io.flame.identity.mail to
            io.flame.provisioning;
    exports io.flame.identity.people;

    uses javax.naming.spi.InitialContextFactory;
}
