/** Webhooks, integrations and attachments over HTTP. */
package io.flame.channels.rest;
