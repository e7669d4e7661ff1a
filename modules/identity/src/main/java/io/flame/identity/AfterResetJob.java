package io.flame.identity;

import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** What must follow a new password: nobody stays signed in with the old one. The job's key is the user's id. */
@ApplicationScoped
class AfterResetJob implements JobHandler {

    static final String KIND = "after-reset";

    private final SignOuts signOuts;
    private final KeycloakUsers users;

    @Inject
    AfterResetJob(SignOuts signOuts, KeycloakUsers users) {
        this.signOuts = signOuts;
        this.users = users;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun job) {
        Ids.parse(job.key()).ifPresent(this::run);
        return JobOutcome.done();
    }

    void run(UUID userId) {
        signOuts.endAll(userId);
        users.unlock(userId);
    }
}
