package io.flame.channels;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.messaging.DeliveryError;
import java.util.Map;
import java.util.Optional;

/**
 * The Graph API's error codes as they concern WhatsApp messages (Cloud API, "Error codes"). Decisions are made on the code
 * alone: titles and messages are unstable, and a message about a bad token may quote the token.
 */
final class WhatsAppErrors {

    /** What an error means for what is sent next. */
    enum Kind {
        /** This message is refused for good. */
        PERMANENT,
        /** Trying again later may help. */
        TEMPORARY,
        /** Token or rights are not good: no message can be sent until a person has seen to it, but then this one can. */
        ACCESS,
        /** The account may not send at all, and this message is refused for good. */
        ACCOUNT
    }

    private record Known(Kind kind, String sentence) {}

    private static final String TOKEN = "WhatsApp does not accept the access token: connect the integration again";
    private static final String RIGHTS = "The access token lacks a permission: connect the integration again";
    private static final String BUSY = "WhatsApp is having trouble at the moment";
    private static final String TOO_MANY = "WhatsApp's sending limit is reached for the moment";
    private static final String TEMPLATE = "The template does not fit what WhatsApp has approved, or is paused";
    private static final String PARAMETER = "WhatsApp does not accept the message in this form";

    private static final Map<Integer, Known> CODES = Map.ofEntries(
            entry(0, new Known(Kind.ACCESS, TOKEN)),
            entry(190, new Known(Kind.ACCESS, TOKEN)),
            entry(3, new Known(Kind.ACCESS, RIGHTS)),
            entry(10, new Known(Kind.ACCESS, RIGHTS)),
            entry(131005, new Known(Kind.ACCESS, RIGHTS)),
            entry(4, new Known(Kind.TEMPORARY, TOO_MANY)),
            entry(80007, new Known(Kind.TEMPORARY, TOO_MANY)),
            entry(130429, new Known(Kind.TEMPORARY, TOO_MANY)),
            entry(131048, new Known(Kind.TEMPORARY, TOO_MANY)),
            entry(131056, new Known(Kind.TEMPORARY, "Too many messages to this customer in a short time")),
            entry(133016, new Known(Kind.TEMPORARY, TOO_MANY)),
            entry(1, new Known(Kind.TEMPORARY, BUSY)),
            entry(2, new Known(Kind.TEMPORARY, BUSY)),
            entry(131000, new Known(Kind.TEMPORARY, BUSY)),
            entry(131016, new Known(Kind.TEMPORARY, BUSY)),
            entry(131057, new Known(Kind.TEMPORARY, BUSY)),
            entry(133004, new Known(Kind.TEMPORARY, BUSY)),
            entry(131047, new Known(Kind.PERMANENT, "24-hour window closed, use a template")),
            entry(131026, new Known(Kind.PERMANENT, "The message cannot be delivered to this number on WhatsApp")),
            entry(131049, new Known(Kind.PERMANENT, "WhatsApp held the message back to protect the customer")),
            entry(131050, new Known(Kind.PERMANENT, "The customer does not want marketing messages")),
            entry(130472, new Known(Kind.PERMANENT, "WhatsApp held the message back: the number is in an experiment")),
            entry(131008, new Known(Kind.PERMANENT, PARAMETER)),
            entry(131009, new Known(Kind.PERMANENT, PARAMETER)),
            entry(100, new Known(Kind.PERMANENT, PARAMETER)),
            entry(33, new Known(Kind.PERMANENT, "The business number no longer exists at WhatsApp")),
            entry(131051, new Known(Kind.PERMANENT, "WhatsApp does not support this kind of message")),
            entry(131052, new Known(Kind.PERMANENT, "The file could not be fetched")),
            entry(131053, new Known(Kind.PERMANENT, "The file could not be uploaded")),
            entry(132000, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132001, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132005, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132007, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132012, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132015, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(132016, new Known(Kind.PERMANENT, TEMPLATE)),
            entry(131030, new Known(Kind.PERMANENT, "The number is not on the test account's list of recipients")),
            entry(130497, new Known(Kind.PERMANENT, "This account may not write to customers in that country")),
            entry(131062, new Known(Kind.PERMANENT, "This customer can only be reached by phone number here")),
            entry(131037, new Known(Kind.ACCOUNT, "The business number's display name is not approved")),
            entry(131042, new Known(Kind.ACCOUNT, "WhatsApp reports a billing problem of the account")),
            entry(131045, new Known(Kind.ACCOUNT, "The business number is not registered properly")),
            entry(133010, new Known(Kind.ACCOUNT, "The business number is not registered")),
            entry(131031, new Known(Kind.ACCOUNT, "WhatsApp has locked the account")),
            entry(368, new Known(Kind.ACCOUNT, "WhatsApp has blocked the account for a breach of its policies")));

    private WhatsAppErrors() {}

    /** What the code means; empty for one this version does not know. */
    static Optional<Kind> kind(int code) {
        return Optional.ofNullable(known(code)).map(Known::kind);
    }

    static DeliveryError delivery(int code) {
        Known known = known(code);
        String sentence = known == null ? "WhatsApp refused the message (code " + code + ")" : known.sentence();
        return new DeliveryError(Integer.toString(code), sentence);
    }

    /** Whether a message that failed so tells that the whole account is unwell. */
    static boolean concernsAccount(String code) {
        try {
            Optional<Kind> kind = kind(Integer.parseInt(code));
            return kind.filter(each -> each == Kind.ACCESS || each == Kind.ACCOUNT)
                    .isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The provider's own words; only for errors that cannot be about a token. */
    static String detail(JsonNode error) {
        return Nodes.optional(error.path("error_data"), "details")
                .or(() -> Nodes.optional(error, "title"))
                .orElse("");
    }

    private static @org.jspecify.annotations.Nullable Known known(int code) {
        boolean permission = code >= 200 && code <= 299;
        return permission ? new Known(Kind.ACCESS, RIGHTS) : CODES.get(code);
    }
}
