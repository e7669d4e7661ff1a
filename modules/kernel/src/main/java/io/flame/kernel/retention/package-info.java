/** How long a tenant keeps things, and what removes them afterwards. */
package io.flame.kernel.retention;
