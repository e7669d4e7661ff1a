/** Everything that is asked of Keycloak: its tokens, and its administration in the name of the service account. */
package io.flame.identity.keycloak;
