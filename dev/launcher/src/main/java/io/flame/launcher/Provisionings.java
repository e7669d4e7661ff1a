package io.flame.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one place that says which provisioning the launcher uses. */
final class Provisionings {
    private Provisionings() {}

    static Provisioning installed() {
        return new Provisioning() {
            @Override
            public void migrate(Map<String, String> environment) {}

            @Override
            public void rollback(Map<String, String> environment, Optional<String> tag) {}

            @Override
            public List<StackDescription.DemoTenant> seed(Map<String, String> environment, Secrets secrets) {
                return List.of();
            }

            @Override
            public int tenant(Map<String, String> environment, List<String> arguments) {
                throw new StartFailed("Tenant provisioning is not part of this build");
            }
        };
    }
}
