/** The HTTP edge: what every request meets before a module sees it, and every answer before it leaves. */
@NullMarked
package io.flame.api;

import org.jspecify.annotations.NullMarked;
