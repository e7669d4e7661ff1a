/** Assistants, their opening hours, and the decision who answers a customer now. */
package io.flame.assistant;
