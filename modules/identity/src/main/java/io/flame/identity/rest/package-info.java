/** The REST face of sessions. */
package io.flame.identity.rest;
