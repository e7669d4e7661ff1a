package io.flame.channels;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where providers come in: their handshake, and what they have to tell. */
@ApplicationScoped
public class Webhooks {

    /** Meta sends up to 3 MB. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /** A webhook carries at most 1,000 updates; a body nobody vouches for may not ask for more accounts than that. */
    private static final int MOST_ACCOUNTS = 1_000;

    private static final int LONGEST_TOKEN = 1_000;

    private final Adapters adapters;
    private final Routes routes;
    private final Accounts accounts;
    private final VerifyTokens tokens;
    private final InboundDelivery delivery;
    private final Quarantine quarantine;
    private final Clock clock;

    @Inject
    Webhooks(
            Adapters adapters,
            Routes routes,
            Accounts accounts,
            VerifyTokens tokens,
            InboundDelivery delivery,
            Quarantine quarantine,
            Clock clock) {
        this.adapters = adapters;
        this.routes = routes;
        this.accounts = accounts;
        this.tokens = tokens;
        this.delivery = delivery;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** Whether this is the token of the process or of one of the integrations (of that tenant, when one is named). */
    public boolean isVerifyToken(Platform platform, Optional<String> tenant, String token) {
        return !token.isEmpty() && token.length() <= LONGEST_TOKEN && tokens.isKnown(platform, tenant, token);
    }

    /**
     * Takes a provider's webhook. When this returns, everything in it that concerns a tenant is committed, and the rest is
     * in quarantine.
     *
     * @throws Problem {@code SIGNATURE_INVALID} when no secret verifies the body: nothing is stored; {@code
     *     MALFORMED_JSON}; {@code BODY_TOO_LARGE}; {@code UNAVAILABLE} when the sender has to repeat it later
     */
    public void receive(WebhookRequest request) {
        if (request.body().length > MOST_BYTES) {
            throw Problem.of(ProblemCode.BODY_TOO_LARGE, "A webhook has at most " + MOST_BYTES + " bytes");
        }
        ChannelAdapter adapter = adapters.of(request.platform()).orElseThrow(Problem::notFound);
        SignatureCheck signature = new SignatureCheck(adapter, request);
        JsonNode body = parse(request, signature);
        Optional<List<WebhookPart>> parts = adapter.split(body);
        if (parts.isEmpty()) {
            signature.requireProcess();
            quarantine.keep(request.platform(), Optional.empty(), "wrong_object", request.body());
            return;
        }
        take(adapter, request, signature, parts.get());
    }

    private JsonNode parse(WebhookRequest request, SignatureCheck signature) {
        try {
            JsonNode body = Json.mapper().readTree(request.body());
            return body.isMissingNode() ? malformed(request, signature) : body;
        } catch (JacksonException e) {
            return malformed(request, signature);
        } catch (IOException e) {
            throw new IllegalStateException("reading an array of bytes does not fail", e);
        }
    }

    private JsonNode malformed(WebhookRequest request, SignatureCheck signature) {
        signature.requireProcess();
        quarantine.keep(request.platform(), Optional.empty(), "malformed_json", request.body());
        throw Problem.of(ProblemCode.MALFORMED_JSON, "The body is not valid JSON");
    }

    private void take(
            ChannelAdapter adapter, WebhookRequest request, SignatureCheck signature, List<WebhookPart> parts) {
        Set<String> ids = parts.stream().map(WebhookPart::accountId).collect(Collectors.toSet());
        if (ids.size() > MOST_ACCOUNTS) {
            signature.requireProcess();
        }
        Map<String, RouteRow> found = routes.find(request.platform(), ids);
        signature.requireAny(found.values(), accounts);

        Instant now = clock.instant();
        InboundDelivery.Batch batch = delivery.batch(request.platform());
        for (WebhookPart part : parts) {
            Optional<RouteRow> route = Optional.ofNullable(found.get(part.accountId()));
            Optional<String> refusal = refusal(request, signature, route);
            if (refusal.isPresent()) {
                batch.refuse(refusal.get(), part.body());
                continue;
            }
            batch.add(route.orElseThrow(), adapter, part, now);
        }
        batch.store();
    }

    private Optional<String> refusal(WebhookRequest request, SignatureCheck signature, Optional<RouteRow> route) {
        if (route.isEmpty()) {
            return Optional.of("unknown_account");
        }
        String owner = route.get().tenant().slug();
        if (request.tenant().filter(named -> !named.equals(owner)).isPresent()) {
            return Optional.of("other_tenants_account");
        }
        return signature.covers(route.get(), accounts) ? Optional.empty() : Optional.of("signature_of_another");
    }
}
