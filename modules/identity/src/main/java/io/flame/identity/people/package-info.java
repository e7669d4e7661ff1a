/** The people of a tenant and their teams. */
package io.flame.identity.people;
