/** Reads tenants' event logs once and tells whoever listens: sockets, long polls and the other nodes. */
package io.flame.feed;
