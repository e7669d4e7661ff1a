/** The schemas of the platform and of its tenants: their versions, their roles and their rights. */
@org.jspecify.annotations.NullMarked
module io.flame.liquibase {
    requires static org.jspecify;
    requires transitive java.sql;
    requires liquibase.core;
    requires org.postgresql.jdbc;

    exports io.flame.liquibase;

    opens io.flame.liquibase.platform;
    opens io.flame.liquibase.tenant;
}
