package io.flame.provisioning.rest;

import io.flame.provisioning.Capsules;
import io.flame.provisioning.Provisioning;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What other installations have to know of this one. */
@Path("platform/capsule-keys")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class CapsuleKeysResource {

    private final Provisioning provisioning;

    @Inject
    public CapsuleKeysResource(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    /**
     * Public keys.
     *
     * @param recipientKey that capsules for this installation are closed with
     * @param signerKey that capsules from this installation are signed with
     */
    public record Keys(String recipientKey, String signerKey) {}

    @GET
    public Keys keys() {
        Capsules capsules = provisioning.capsules();
        return new Keys(capsules.recipientKey(), capsules.signerKey());
    }
}
