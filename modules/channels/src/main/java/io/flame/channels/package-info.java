/** One adapter per network: verify, read, send, fetch; and the integrations that connect a business to them. */
package io.flame.channels;
