/** Who may call what: one place, and nothing is open by default. */
@NullMarked
package io.flame.api.access;

import org.jspecify.annotations.NullMarked;
