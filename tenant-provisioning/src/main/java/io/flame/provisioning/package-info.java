/** The life of a tenant: its schema, its organization and people in Keycloak, its defaults, and demo tenants. */
package io.flame.provisioning;
