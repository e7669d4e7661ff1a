/** Workloads of tenants and identity: each starts a stack of its own, measures, and says whether its bars are kept. */
package io.flame.load;
