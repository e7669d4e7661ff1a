/**
 * One process that plays every outside party: the providers FLAME calls, the customers who write, and a control API with
 * which tests watch the calls and inject faults.
 *
 * <p>A provider is one {@link io.flame.twins.Channel}; {@link io.flame.twins.Twins} lists them. What all of them share (the
 * log of calls, the faults, the delivery of webhooks, the chats on the page) is in {@link io.flame.twins.World}.
 */
package io.flame.twins;
