/** Letters to people, and the way in which they leave. */
package io.flame.identity.mail;
