/** Every refusal in one shape: RFC 9457, in the caller's language. */
@NullMarked
package io.flame.api.problem;

import org.jspecify.annotations.NullMarked;
