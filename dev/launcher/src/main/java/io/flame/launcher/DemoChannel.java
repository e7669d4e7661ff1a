package io.flame.launcher;

/**
 * A channel of a demo tenant, as the twins play it. All values are invented.
 *
 * @param tenant slug of the tenant it belongs to
 * @param platform {@code whatsapp}, …
 * @param externalId id of the number or page inside the provider's signed body
 * @param businessId the provider's business account
 * @param displayPhone the number as people read it
 * @param appSecret signs what the provider sends
 * @param name of the channel
 */
record DemoChannel(
        String tenant,
        String platform,
        String externalId,
        String businessId,
        String displayPhone,
        String appSecret,
        String name) {}
