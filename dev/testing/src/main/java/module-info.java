/** What tests stand on: a PostgreSQL with the schemas in it, a Redis, and the providers' payloads. Never shipped. */
@org.jspecify.annotations.NullMarked
module io.flame.testing {
    requires static org.jspecify;
    requires transitive io.flame.liquibase;
    requires transitive java.sql;
    requires embedded.postgres;
    requires embedded.redis;
    requires java.naming;
    requires org.postgresql.jdbc;

    exports io.flame.testing;
}
