/** What every module stands on: tenants, transactions, the event log, jobs, problems and sealed secrets. */
@org.jspecify.annotations.NullMarked
module io.flame.kernel {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive jakarta.cdi;
    requires transitive jakarta.inject;
    requires transitive java.sql;
    requires transitive org.hibernate.orm.core;
    requires static org.jspecify;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.fasterxml.uuid;
    requires com.github.benmanes.caffeine;
    requires com.google.crypto.tink;
    requires com.zaxxer.hikari;
    requires jakarta.annotation;
    requires jakarta.persistence;
    requires microprofile.config.api;
    requires org.postgresql.jdbc;

    exports io.flame.kernel;
    exports io.flame.kernel.audit;
    exports io.flame.kernel.persistence;
    exports io.flame.kernel.retention;
    exports io.flame.kernel.usage;
}
