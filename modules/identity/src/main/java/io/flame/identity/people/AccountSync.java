package io.flame.identity.people;

import io.flame.identity.keycloak.KeycloakMembers;
import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings the account of one person in line with the tenant's table, however often that was changed meanwhile: an active
 * person is in the organization, another is not and has no sessions. Nobody waits for it: the table alone decides who is
 * let in.
 */
@ApplicationScoped
class AccountSync implements JobHandler {

    static final String KIND = "people.account";

    private final Database database;
    private final Organizations organizations;
    private final KeycloakMembers keycloak;

    @Inject
    AccountSync(Database database, Organizations organizations, KeycloakMembers keycloak) {
        this.database = database;
        this.organizations = organizations;
        this.keycloak = keycloak;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun job) {
        Optional<PersonView> person = Ids.parse(job.key()).flatMap(id -> find(job.tenant(), id));
        person.ifPresent(found -> align(job.tenant(), found));
        return JobOutcome.done();
    }

    private Optional<PersonView> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                tx -> tx.queryOne("SELECT " + PersonView.COLUMNS + " FROM users WHERE id = ?", PersonView::read, id));
    }

    private void align(TenantId tenant, PersonView person) {
        String organization = organizations.of(tenant);
        if (!person.active()) {
            keycloak.leave(organization, person.id());
            return;
        }
        keycloak.join(organization, person.id());
        keycloak.describe(tenant, person.id(), person.name(), person.role());
    }
}
