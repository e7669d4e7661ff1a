/** Who did what, when and from where; written once, never changed, and chained so that a change would show. */
package io.flame.kernel.audit;
