package io.flame.identity.sso;

import io.flame.identity.Role;
import io.flame.identity.SingleSignOn;
import io.flame.identity.people.Arrivals;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Decides by the tenants' tables what a session through one of their providers is good for. */
@ApplicationScoped
class ProviderSessions implements SingleSignOn {

    private final Database database;
    private final ProvenDomains domains;
    private final Arrivals arrivals;

    @Inject
    ProviderSessions(Database database, ProvenDomains domains, Arrivals arrivals) {
        this.database = database;
        this.domains = domains;
        this.arrivals = arrivals;
    }

    @Override
    public Optional<TenantId> tenantOf(String alias) {
        return domains.tenantOf(alias);
    }

    @Override
    public void welcome(TenantId tenant, Arrival arrival) {
        Provider provider = database.inTenant(
                        tenant,
                        tx -> tx.queryOne(
                                Provider.SELECT + "WHERE alias = ? AND enabled", Provider::read, arrival.alias()))
                .filter(found -> found.domain().holds(arrival.email()))
                .orElseThrow(() -> Problem.of(
                        ProblemCode.FORBIDDEN, "The identity provider does not speak for this e-mail address"));
        Role role = provider.role() == Role.AGENT ? Role.AGENT : Role.USER;
        arrivals.admit(tenant, arrival, role);
    }
}
