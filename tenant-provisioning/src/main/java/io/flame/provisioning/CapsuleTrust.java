package io.flame.provisioning;

import java.util.Set;

/** Whose capsules are believed. */
public record CapsuleTrust(boolean anybody, Set<String> signers) {

    /** Those signed by these installations. */
    public static CapsuleTrust in(Set<String> signers) {
        return new CapsuleTrust(false, Set.copyOf(signers));
    }

    /** Anybody's: the signature then only shows that the capsule is whole. */
    public static CapsuleTrust inAnybody() {
        return new CapsuleTrust(true, Set.of());
    }

    boolean trusts(String signer) {
        return anybody || signers.contains(signer);
    }
}
