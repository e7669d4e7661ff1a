/**
 * The whole stack on one machine. {@link io.flame.launcher.Stack} starts PostgreSQL, Redis, Keycloak, the twins and
 * FLAME as child processes and can kill, pause and restart each of them; {@link io.flame.launcher.Launcher} is the same
 * as a command line.
 */
package io.flame.launcher;
