/** Whether this node lives and can work. */
@NullMarked
package io.flame.api.health;

import org.jspecify.annotations.NullMarked;
