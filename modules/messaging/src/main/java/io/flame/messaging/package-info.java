/** Contacts, conversations, messages: receiving, showing, deciding and delivering. */
package io.flame.messaging;
