package io.flame.channels;

import io.flame.messaging.DeliveryError;

/** What the provider says of an account's credentials. */
sealed interface AccountCheck {

    record Good() implements AccountCheck {}

    /** They are refused. */
    record Refused(DeliveryError error) implements AccountCheck {}

    /** The provider could not be asked; nothing is known. */
    record Unknown(String reason) implements AccountCheck {}

    /** This version cannot connect accounts of this network. */
    record Unsupported() implements AccountCheck {}
}
