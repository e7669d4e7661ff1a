package io.flame.provisioning;

/** Hears how far an export or an import has got; may be called often, and throws when somebody else has taken over. */
@FunctionalInterface
interface CapsuleProgress {
    void at(String step, long rows);
}
