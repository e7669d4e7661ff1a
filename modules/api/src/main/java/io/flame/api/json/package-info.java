/** JSON in and out, strict about what hides attacks. */
@NullMarked
package io.flame.api.json;

import org.jspecify.annotations.NullMarked;
