package io.flame.provisioning;

import java.util.List;
import java.util.UUID;

/**
 * A demo tenant with what one needs to try it.
 *
 * @param people the administrator first, then the agents
 */
public record DemoTenant(String slug, String schema, String name, List<Login> people, List<Channel> integrations) {

    /** Somebody who can sign in. */
    public record Login(UUID id, String email, String name, String role, String password) {}

    /**
     * A connected account.
     *
     * @param externalId the provider's id in signed bodies: on WhatsApp the phone number id
     * @param businessId the provider's id of the owner: on WhatsApp the business account
     */
    public record Channel(
            UUID id,
            String platform,
            String externalId,
            String businessId,
            String appSecret,
            String verifyToken,
            String accessToken) {}
}
