package io.flame.channels;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.channels.Egress.NoReply;
import io.flame.channels.Egress.Reply;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.SendOutcome.Accepted;
import io.flame.messaging.SendOutcome.Deferred;
import io.flame.messaging.SendOutcome.InDoubt;
import io.flame.messaging.SendOutcome.Rejected;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer to a send means. The rule behind the table: what WhatsApp clearly refused may be tried again or not,
 * depending on why; what it may have taken is never sent twice.
 */
final class WhatsAppOutcomes {

    private static final System.Logger LOG = System.getLogger(WhatsAppOutcomes.class.getName());

    /** How long the queue of an account waits whose token is not accepted: somebody has to connect it again first. */
    private static final Duration ACCESS_DELAY = Duration.ofMinutes(5);

    private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503);
    private static final int UNAUTHORIZED = 401;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int TOKEN_INVALID = 190;
    private static final int NO_CODE = Integer.MIN_VALUE;

    private WhatsAppOutcomes() {}

    static SendAttempt of(NoReply failure) {
        return SendAttempt.transportFailed(
                failure.isCertainlyNotSent()
                        ? new Deferred(unreachable(failure.reason()), Optional.empty())
                        : new InDoubt("WhatsApp's answer was lost: " + failure.reason()));
    }

    static SendAttempt of(Reply reply) {
        JsonNode answer = Answers.json(reply);
        if (reply.isSuccess()) {
            return accepted(answer);
        }
        JsonNode error = answer.path("error");
        int code = error.path("code").canConvertToInt() ? error.path("code").intValue() : NO_CODE;
        LOG.log(
                WARNING,
                "WhatsApp refused a message: HTTP {0}, code {1}, fbtrace_id {2}",
                reply.status(),
                code == NO_CODE ? "none" : Integer.toString(code),
                traceId(error));
        return code == NO_CODE ? byStatus(reply) : byCode(reply, code);
    }

    static boolean isTokenRefused(Reply reply) {
        return reply.status() == UNAUTHORIZED
                || Answers.json(reply).path("error").path("code").asInt(NO_CODE) == TOKEN_INVALID;
    }

    static Deferred noAccess(DeliveryError error) {
        return new Deferred(error, Optional.of(ACCESS_DELAY));
    }

    /** A 2xx without an id is an answer that was lost: the message may well be on its way. */
    private static SendAttempt accepted(JsonNode answer) {
        return Nodes.optional(answer.path("messages").path(0), "id")
                .map(id -> SendAttempt.answered(new Accepted(id)))
                .orElseGet(() -> SendAttempt.answered(new InDoubt("WhatsApp's answer could not be read")));
    }

    private static SendAttempt byCode(Reply reply, int code) {
        DeliveryError error = WhatsAppErrors.delivery(code);
        Optional<WhatsAppErrors.Kind> kind = WhatsAppErrors.kind(code);
        if (kind.isEmpty()) {
            return byStatus(reply, error);
        }
        return switch (kind.get()) {
            case PERMANENT -> SendAttempt.answered(new Rejected(error));
            case TEMPORARY -> SendAttempt.answered(new Deferred(error, Answers.retryAfter(reply)));
            case ACCESS -> SendAttempt.accountBroken(noAccess(error));
            case ACCOUNT -> SendAttempt.accountBroken(new Rejected(error));
        };
    }

    private static SendAttempt byStatus(Reply reply) {
        int status = reply.status();
        return byStatus(reply, new DeliveryError("http_" + status, "WhatsApp answered with HTTP " + status));
    }

    private static SendAttempt byStatus(Reply reply, DeliveryError error) {
        int status = reply.status();
        if (status == UNAUTHORIZED) {
            return SendAttempt.accountBroken(noAccess(WhatsAppErrors.delivery(TOKEN_INVALID)));
        }
        if (status == GATEWAY_TIMEOUT) {
            return SendAttempt.transportFailed(new InDoubt("WhatsApp's answer was lost: HTTP 504"));
        }
        boolean laterMayHelp = BUSY.contains(status) || status > GATEWAY_TIMEOUT || status == 408 || status < 400;
        return SendAttempt.answered(
                laterMayHelp ? new Deferred(error, Answers.retryAfter(reply)) : new Rejected(error));
    }

    private static DeliveryError unreachable(String reason) {
        return new DeliveryError("unreachable", "WhatsApp cannot be reached: " + reason);
    }

    /** For support requests at Meta; anything that does not look like one is not logged. */
    private static String traceId(JsonNode error) {
        return Nodes.optional(error, "fbtrace_id")
                .filter(id -> id.matches("[A-Za-z0-9_/+=-]{1,64}"))
                .orElse("none");
    }
}
