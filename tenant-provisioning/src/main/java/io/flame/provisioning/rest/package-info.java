/** The REST face of tenants, for operators and for who opens a business. */
package io.flame.provisioning.rest;
