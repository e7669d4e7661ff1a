package io.flame.channels;

import io.flame.kernel.Settings;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The tokens by which a provider's handshake proves that it is meant for us: one of the process, and one of each
 * integration. The latter are found by a hash keyed with a secret of the installation, so that the table of hashes is of no
 * use for guessing them.
 */
@ApplicationScoped
class VerifyTokens {

    private static final String PURPOSE = "flame/channels/verify-token";

    private final RouteStore routes;
    private final Optional<String> processToken;
    private final byte[] key;

    @Inject
    VerifyTokens(RouteStore routes, Settings settings) {
        this.routes = routes;
        this.processToken = settings.optional("WHATSAPP_WEBHOOK_VERIFY_TOKEN");
        this.key = MetaSignature.hmac(PURPOSE.getBytes(StandardCharsets.UTF_8), settings.required("FLAME_MASTER_KEY"));
    }

    String hash(String token) {
        byte[] digest = MetaSignature.hmac(
                token.getBytes(StandardCharsets.UTF_8), HexFormat.of().formatHex(key));
        return HexFormat.of().formatHex(digest);
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
