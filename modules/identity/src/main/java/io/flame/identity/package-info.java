/** Who is calling: members of tenants, their roles and their tokens. */
package io.flame.identity;
