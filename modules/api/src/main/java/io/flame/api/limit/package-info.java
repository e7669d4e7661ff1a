/** How often somebody may call: per address, per caller and per tenant, over all nodes. */
@NullMarked
package io.flame.api.limit;

import org.jspecify.annotations.NullMarked;
