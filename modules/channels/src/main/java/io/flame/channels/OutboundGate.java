package io.flame.channels;

import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.channels.SendAttempt.Sign;
import io.flame.kernel.TenantId;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.SendOutcome;
import io.flame.messaging.SendOutcome.Deferred;
import io.flame.messaging.SendOutcome.Rejected;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What every message passes on its way out, whatever the network: whether its integration is connected, the integration's
 * breaker, and what the answer says about the integration.
 */
@ApplicationScoped
class OutboundGate {

    private static final System.Logger LOG = System.getLogger(OutboundGate.class.getName());

    private static final Duration UNTIL_CONNECTED = Duration.ofMinutes(5);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int MOST_CIRCUITS = 50_000;

    /** A tenant that was restored under another name has integrations of the same ids. */
    private record Line(TenantId tenant, UUID integrationId) {}

    private final Accounts accounts;
    private final IntegrationHealth health;
    private final Cache<Line, Circuit> circuits;
    private final Clock clock;

    @Inject
    OutboundGate(Accounts accounts, IntegrationHealth health, Clock clock) {
        this.accounts = accounts;
        this.health = health;
        this.clock = clock;
        this.circuits = Caffeine.newBuilder()
                .maximumSize(MOST_CIRCUITS)
                .expireAfterAccess(IDLE)
                .build();
    }

    SendOutcome send(ChannelAdapter adapter, TenantId tenant, OutboundMessage message) {
        Optional<Account> account;
        try {
            account = accounts.find(tenant, message.integrationId());
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot read integration {0}: {1}", message.integrationId(), e.getMessage());
            return deferred("not_ready", "The integration cannot be read at the moment", Optional.empty());
        }
        return account.map(each -> send(adapter, each, message))
                .orElseGet(() -> rejected("integration_gone", "The integration no longer exists"));
    }

    private SendOutcome send(ChannelAdapter adapter, Account account, OutboundMessage message) {
        return switch (account.status()) {
            case INACTIVE -> rejected("not_connected", "The integration is disconnected: connect it to send messages");
            case ERROR ->
                deferred(
                        "integration_error",
                        "The integration has an error: connect it again to send messages",
                        Optional.of(UNTIL_CONNECTED));
            case ACTIVE -> throughCircuit(adapter, account, message);
        };
    }

    private SendOutcome throughCircuit(ChannelAdapter adapter, Account account, OutboundMessage message) {
        Line line = new Line(account.tenant(), account.integrationId());
        Circuit circuit = Objects.requireNonNull(circuits.get(line, absent -> new Circuit(clock)));
        Optional<Duration> wait = circuit.enter();
        if (wait.isPresent()) {
            return deferred("provider_resting", "The provider has not answered lately; waiting a moment", wait);
        }
        boolean failed = true;
        try {
            SendAttempt attempt = adapter.send(account, message);
            failed = attempt.sign() == Sign.TRANSPORT_FAILED;
            noteHealth(account, attempt);
            return attempt.outcome();
        } finally {
            circuit.leave(failed);
        }
    }

    private void noteHealth(Account account, SendAttempt attempt) {
        if (attempt.sign() != Sign.ACCOUNT_BROKEN) {
            return;
        }
        DeliveryError error =
                switch (attempt.outcome()) {
                    case Deferred deferred -> deferred.error();
                    case Rejected rejected -> rejected.error();
                    default -> new DeliveryError("unknown", "The provider refuses this integration");
                };
        health.broken(account.tenant(), account.integrationId(), error);
    }

    private static SendOutcome deferred(String code, String sentence, Optional<Duration> wait) {
        return new Deferred(new DeliveryError(code, sentence), wait);
    }

    private static SendOutcome rejected(String code, String sentence) {
        return new Rejected(new DeliveryError(code, sentence));
    }
}
