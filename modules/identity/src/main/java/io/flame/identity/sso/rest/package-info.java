/** The REST face of single sign-on. */
package io.flame.identity.sso.rest;
