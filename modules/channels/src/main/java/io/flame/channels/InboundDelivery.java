package io.flame.channels;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.Inbox;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Brings what was read to the tenants it belongs to. One tenant's trouble is not another's. */
@ApplicationScoped
class InboundDelivery {

    private static final System.Logger LOG = System.getLogger(InboundDelivery.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final BiConsumer<TenantId, List<? extends InboundEvent>> inbox;
    private final Quarantine quarantine;

    @Inject
    InboundDelivery(Inbox inbox, Quarantine quarantine) {
        this(inbox::receive, quarantine);
    }

    InboundDelivery(BiConsumer<TenantId, List<? extends InboundEvent>> inbox, Quarantine quarantine) {
        this.inbox = inbox;
        this.quarantine = quarantine;
    }

    Batch batch(Platform platform) {
        return new Batch(platform);
    }

    /** A piece of a webhook, with the events read from it. */
    private record Piece(WebhookPart part, List<InboundEvent> events) {}

    /** Something that could not be understood, and whose it is where that is known. */
    private record Refused(Optional<TenantId> tenant, Reading.Leftover leftover) {}

    /** What one webhook brings. */
    final class Batch {

        private final Platform platform;
        private final Map<TenantId, List<Piece>> pieces = new LinkedHashMap<>();
        private final List<Refused> refused = new ArrayList<>();

        private Batch(Platform platform) {
            this.platform = platform;
        }

        void refuse(String reason, JsonNode body) {
            refused.add(new Refused(Optional.empty(), new Reading.Leftover(reason, body)));
        }

        void add(RouteRow route, ChannelAdapter adapter, WebhookPart part, Instant receivedAt) {
            Reading reading = adapter.read(route.integrationId(), part, receivedAt);
            reading.leftovers().forEach(left -> refused.add(new Refused(Optional.of(route.tenant()), left)));
            if (!reading.events().isEmpty()) {
                pieces.computeIfAbsent(route.tenant(), tenant -> new ArrayList<>())
                        .add(new Piece(part, reading.events()));
            }
        }

        /** Stores all; a refusal of the database to work at all is told at the end, when every tenant had its chance. */
        void store() {
            List<Problem> outages = new ArrayList<>();
            pieces.forEach((tenant, own) -> {
                try {
                    storeAll(tenant, own);
                } catch (Problem outage) {
                    outages.add(outage);
                }
            });
            if (!outages.isEmpty()) {
                throw outages.getFirst();
            }
            refused.forEach(each -> quarantine.keep(
                    platform,
                    each.tenant(),
                    each.leftover().reason(),
                    RawJson.bytes(each.leftover().body())));
        }

        private void storeAll(TenantId tenant, List<Piece> own) {
            try {
                inbox.accept(
                        tenant,
                        own.stream().flatMap(piece -> piece.events().stream()).toList());
            } catch (RuntimeException e) {
                refuseWhenPassing(e);
                LOG.log(ERROR, "tenant " + tenant + " cannot store a webhook; trying its pieces one by one", e);
                own.forEach(piece -> storeOne(tenant, piece));
            }
        }

        private void storeOne(TenantId tenant, Piece piece) {
            for (InboundEvent event : piece.events()) {
                try {
                    inbox.accept(tenant, List.of(event));
                } catch (RuntimeException e) {
                    refuseWhenPassing(e);
                    LOG.log(
                            ERROR,
                            "tenant " + tenant + " cannot store a "
                                    + event.getClass().getSimpleName(),
                            e);
                    quarantine.keepWhole(
                            platform,
                            tenant,
                            "not_stored:" + tenant,
                            RawJson.bytes(piece.part().body()));
                }
            }
        }
    }

    /** Trouble that may be over when the sender repeats the webhook must not end in quarantine. */
    private static void refuseWhenPassing(RuntimeException trouble) {
        if (trouble instanceof Problem problem && problem.code() == ProblemCode.UNAVAILABLE) {
            throw problem;
        }
        if (Trouble.isPassing(trouble)) {
            throw Problem.unavailable("The message could not be stored now", RETRY_AFTER, trouble);
        }
    }
}
