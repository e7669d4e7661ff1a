/** Keys for programs: made by an administrator, limited to scopes, kept as hashes. */
package io.flame.identity.keys;
