package io.flame.kernel.persistence;

import java.sql.SQLException;

/** What is to be done inside one transaction. */
@FunctionalInterface
public interface TransactionWork<T> {
    T run(Transaction tx) throws SQLException;
}
