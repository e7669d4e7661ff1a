/** What the edge itself has to show. */
@NullMarked
package io.flame.api.rest;

import org.jspecify.annotations.NullMarked;
