package io.flame.provisioning;

import java.nio.file.Path;
import java.util.Optional;

/** An import in a process of its own, which can be killed. */
final class CapsuleImportRunner {
    private CapsuleImportRunner() {}

    public static void main(String[] arguments) {
        try (Provisioning provisioning = new Provisioning(ProvisioningConfig.of(System.getenv()))) {
            provisioning.capsules().read(Path.of(arguments[0]), Optional.empty(), CapsuleTrust.inAnybody());
        }
    }
}
