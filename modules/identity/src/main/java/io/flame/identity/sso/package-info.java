/** Signing in through a tenant's own identity provider. */
package io.flame.identity.sso;
