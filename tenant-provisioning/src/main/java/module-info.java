/** Creates tenants and everything that belongs to one, and keeps their schemas up to date. */
@org.jspecify.annotations.NullMarked
module io.flame.provisioning {
    requires transitive io.flame.identity;
    requires transitive io.flame.kernel;
    requires static org.jspecify;
    requires io.flame.liquibase;
    requires jakarta.annotation;
    requires static jakarta.servlet;
    requires org.postgresql.jdbc;

    exports io.flame.provisioning;

    opens io.flame.provisioning to
            com.fasterxml.jackson.databind;
    opens io.flame.provisioning.demo;
}
