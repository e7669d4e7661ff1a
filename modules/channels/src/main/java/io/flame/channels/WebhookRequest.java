package io.flame.channels;

import io.flame.messaging.Platform;
import java.util.Optional;

/**
 * A provider's call, as it came in.
 *
 * @param tenant the tenant named in the address, if it names one; it only narrows what is accepted
 * @param signature the header that proves where the body comes from
 * @param body the bytes as they were sent: signatures are over bytes, not over what they mean
 */
@SuppressWarnings("ArrayRecordComponent")
public record WebhookRequest(Platform platform, Optional<String> tenant, Optional<String> signature, byte[] body) {}
