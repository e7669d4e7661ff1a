package io.flame.messaging;

/**
 * Why a provider did not deliver a message.
 *
 * @param code the provider's code, such as {@code 131047}
 * @param message a sentence an agent understands
 */
public record DeliveryError(String code, String message) {}
