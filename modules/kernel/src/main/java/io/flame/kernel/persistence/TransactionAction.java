package io.flame.kernel.persistence;

import java.sql.SQLException;

/** What is to be done inside one transaction when nothing comes back. */
@FunctionalInterface
public interface TransactionAction {
    void run(Transaction tx) throws SQLException;
}
