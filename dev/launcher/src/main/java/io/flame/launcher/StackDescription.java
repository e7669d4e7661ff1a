package io.flame.launcher;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code flame.json} tells about a running stack.
 *
 * @param baseUrl where FLAME is reached
 * @param nodes each FLAME process by itself
 * @param twinsUrl the twins' page and control API
 * @param keycloakUrl the identity provider
 * @param databaseUrl the platform's database, as superuser
 * @param redisUrl the cache
 * @param pids process ids
 * @param operator who runs the platform
 * @param tenants the demo tenants
 */
@JsonPropertyOrder({
    "baseUrl",
    "nodes",
    "twinsUrl",
    "keycloakUrl",
    "databaseUrl",
    "redisUrl",
    "pids",
    "operator",
    "tenants"
})
public record StackDescription(
        String baseUrl,
        List<String> nodes,
        String twinsUrl,
        String keycloakUrl,
        String databaseUrl,
        String redisUrl,
        Pids pids,
        Login operator,
        List<DemoTenant> tenants) {

    /** Process ids; absent for a part that was left out. */
    public record Pids(
            List<Long> flame,
            @Nullable Long postgres,
            @Nullable Long redis,
            @Nullable Long keycloak,
            @Nullable Long twins) {}

    /** With what somebody signs in. */
    public record Login(String email, String password) {}

    /** A tenant that is there to be looked at. */
    public record DemoTenant(
            String slug, String schema, Login admin, Login agent, List<DemoIntegration> integrations) {}

    /** A channel of a demo tenant with what its provider signs and proves. */
    public record DemoIntegration(
            String id,
            String platform,
            String externalId,
            @Nullable String appSecret,
            @Nullable String verifyToken,
            @Nullable String secretToken) {}
}
