/** The REST face of people and teams. */
package io.flame.identity.people.rest;
