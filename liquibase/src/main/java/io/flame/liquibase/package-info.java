/** Migrates the platform's schema and the tenants' schemas with Liquibase and gives each database role its rights. */
package io.flame.liquibase;
