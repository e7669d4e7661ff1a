package io.flame.provisioning;

import io.flame.kernel.Settings;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One provisioning for the node, on the node's own connections. */
@Dependent
class ProvisioningProducer {

    @Produces
    @Singleton
    Provisioning provisioning(Settings settings, Database database) {
        return new Provisioning(new ProvisioningConfig(settings), database);
    }

    void close(@Disposes Provisioning provisioning) {
        provisioning.close();
    }
}
