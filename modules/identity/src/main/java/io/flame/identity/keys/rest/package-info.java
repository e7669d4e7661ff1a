/** The REST face of service keys. */
package io.flame.identity.keys.rest;
