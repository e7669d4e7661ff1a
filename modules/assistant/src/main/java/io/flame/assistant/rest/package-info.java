/** The assistants' part of the HTTP API. */
package io.flame.assistant.rest;
