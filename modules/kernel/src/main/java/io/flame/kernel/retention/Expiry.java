package io.flame.kernel.retention;

import io.flame.kernel.TenantId;

/** Removes what a tenant need not keep any longer. The module that owns the tables has one as a bean for each kind. */
public interface Expiry {

    /** About as many rows as one transaction removes, so that nobody waits long for it. */
    int BATCH = 500;

    /**
     * Removes a batch in a transaction of its own.
     *
     * @return how many things are gone; 0 when there is nothing more to remove
     */
    int removeSome(TenantId tenant, Terms terms);
}
