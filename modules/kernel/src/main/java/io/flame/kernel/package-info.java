/** Tenants, facts, jobs, problems and secrets: the words every other module uses. */
package io.flame.kernel;
