/** Schema-per-tenant transactions over one connection pool, for plain JDBC and for Hibernate alike. */
package io.flame.kernel.persistence;
