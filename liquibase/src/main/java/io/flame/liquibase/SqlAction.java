package io.flame.liquibase;

import java.sql.Connection;

@FunctionalInterface
interface SqlAction<T> {
    T apply(Connection connection) throws Exception;
}
