/** Real servers and real payloads for tests; started once per JVM and gone with it. */
package io.flame.testing;
