/** The event log as an HTTP resource. */
package io.flame.feed.rest;
