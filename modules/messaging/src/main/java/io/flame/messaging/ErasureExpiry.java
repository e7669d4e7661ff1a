package io.flame.messaging;

import io.flame.kernel.TenantId;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Erases again, once a day, whom a restore has brought back. */
@ApplicationScoped
class ErasureExpiry implements Expiry {

    private final Erasures erasures;

    @Inject
    ErasureExpiry(Erasures erasures) {
        this.erasures = erasures;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        return erasures.eraseAgain(tenant);
    }
}
