package io.flame.provisioning;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Secrets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Goes on with what others have left: tenants that somebody registered, and sagas and removals that were cut off. */
record Continuation(
        Registry registry,
        SagaLog log,
        Secrets secrets,
        TenantSaga saga,
        TenantRemoval removal,
        KeycloakAdmin keycloak) {
    private static final System.Logger LOG = System.getLogger(Continuation.class.getName());

    /** Takes the next tenant, if there is one, as far as it gets; false when nothing is left to do now. */
    boolean next() {
        Optional<SagaLog.Claimed> claimed = log.claim();
        claimed.ifPresent(this::attempt);
        return claimed.isPresent();
    }

    /** What went wrong stands in the saga's memory, which also says when it is tried again. */
    private void attempt(SagaLog.Claimed claimed) {
        try {
            goOn(claimed);
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "tenant {0} is not finished: {1}", claimed.tenant(), SagaLog.text(failure));
        }
    }

    private void goOn(SagaLog.Claimed claimed) {
        if (claimed.undoing()) {
            removal.resume(claimed.tenant());
            return;
        }
        if (claimed.registration() && noting(claimed, () -> isKnown(claimed))) {
            drop(claimed);
            return;
        }
        try {
            resume(claimed);
        } catch (Problem problem) {
            dropUnlessCurable(claimed, problem);
        }
    }

    private void resume(SagaLog.Claimed claimed) {
        TenantSummary row = noting(claimed, () -> registry.require(claimed.tenant()));
        NewTenant tenant = noting(claimed, () -> tenant(row, claimed));
        // without a password that waits, an account that is there has long been its holder's
        TenantSaga.Welcome welcome = tenant.adminPassword() == null ? People::ensureKeepingPassword : People::ensure;
        saga.resume(row, tenant, AssistantTemplate.officeHours(tenant.language()), welcome);
    }

    private NewTenant tenant(TenantSummary row, SagaLog.Claimed claimed) {
        return new NewTenant(
                row.slug(),
                row.name(),
                row.locale(),
                row.timeZone(),
                claimed.adminEmail(),
                claimed.adminName(),
                password(claimed));
    }

    /** The saga and the removal note their failures themselves; this is for what comes before them. */
    private <T> T noting(SagaLog.Claimed claimed, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException failure) {
            log.fail(claimed.tenant(), failure);
            throw failure;
        }
    }

    /** A registration that can never succeed leaves nothing behind: there is nobody to ask. */
    private void dropUnlessCurable(SagaLog.Claimed claimed, Problem problem) {
        if (!claimed.registration() || problem.code() == ProblemCode.UNAVAILABLE || isFinished(claimed)) {
            throw problem;
        }
        drop(claimed);
    }

    /** By somebody else who was faster. */
    private boolean isFinished(SagaLog.Claimed claimed) {
        return registry.find(claimed.tenant())
                .filter(row -> !row.status().equals("provisioning"))
                .isPresent();
    }

    private void drop(SagaLog.Claimed claimed) {
        log.beginUndoing(claimed.tenant(), true);
        removal.resume(claimed.tenant());
    }

    /** Whether the address is somebody's already who is not the one this very registration has made. */
    private boolean isKnown(SagaLog.Claimed claimed) {
        return keycloak.findUser(claimed.tenant(), claimed.adminEmail())
                .filter(user -> !user.tenant().equals(claimed.tenant().slug()))
                .isPresent();
    }

    private @Nullable String password(SagaLog.Claimed claimed) {
        String sealed = claimed.sealedPassword();
        return sealed == null ? null : secrets.open(claimed.tenant(), TenantSaga.PASSWORD_PLACE, sealed);
    }
}
