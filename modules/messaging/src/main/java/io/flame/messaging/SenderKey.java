package io.flame.messaging;

import java.util.UUID;

/** One id by which a provider knows a customer on one integration. */
record SenderKey(UUID integrationId, String identity) {}
