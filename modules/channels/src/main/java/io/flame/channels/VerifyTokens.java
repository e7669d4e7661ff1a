package io.flame.channels;

import static java.lang.System.Logger.Level.INFO;

import io.flame.kernel.KeyedHash;
import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Settings;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The tokens by which a provider's handshake proves that it is meant for us: one of the process, and one of each
 * integration. The latter are found by a hash keyed with a secret of the installation, so that the table of hashes is of no
 * use for guessing them.
 */
@ApplicationScoped
class VerifyTokens {

    private static final System.Logger LOG = System.getLogger(VerifyTokens.class.getName());

    private final RouteStore routes;
    private final Optional<String> processToken;
    private final KeyedHash hashes;

    @Inject
    VerifyTokens(RouteStore routes, PlatformSecrets secrets, Settings settings) {
        this.routes = routes;
        this.processToken = settings.optional("WHATSAPP_WEBHOOK_VERIFY_TOKEN");
        this.hashes = new KeyedHash(secrets, settings, KeyedHash.VERIFY_TOKEN);
    }

    /**
     * Hashes made before this secret was kept were keyed with one that followed from the master key. It has to be stored
     * while that is still the current one, so the first start does so.
     */
    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        try {
            hashes.prepare();
        } catch (RuntimeException e) {
            LOG.log(INFO, "the key of verify tokens is not known yet: {0}", e.getMessage());
        }
    }

    String hash(String token) {
        return hashes.of(token);
    }

    boolean isKnown(Platform platform, Optional<String> tenant, String token) {
        return isOfProcess(token) || routes.knowsVerifyToken(platform, hash(token), tenant);
    }

    private boolean isOfProcess(String token) {
        return processToken
                .map(own -> MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }
}
