package io.flame.channels;

import io.flame.kernel.TenantId;
import java.util.UUID;

/** Where an account of a provider leads to. */
record RouteRow(TenantId tenant, UUID integrationId) {}
