/** Everything that changes something, and every sign-in, gets into the audit log. */
@NullMarked
package io.flame.api.audit;

import org.jspecify.annotations.NullMarked;
