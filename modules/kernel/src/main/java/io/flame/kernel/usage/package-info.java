/** What a tenant's plan allows, how much of it is in use, and what is said when it comes to an end. */
package io.flame.kernel.usage;
