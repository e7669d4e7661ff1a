package io.flame.api;

import io.flame.api.limit.Quotas;
import io.flame.kernel.ClientAddress;
import io.flame.kernel.MasterKeys;
import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import io.flame.kernel.persistence.DatabaseUrl;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Looks at the settings before anything is started. What is missing or malformed ends the process with one line that
 * names the key: a node that cannot work must not stay around and look alive.
 */
public class StartGuard implements Extension {

    private static final int EXIT_CODE = 78;

    void begin(@Observes BeforeBeanDiscovery ignored) {
        try {
            check(new Settings(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class)));
        } catch (Settings.SettingsException e) {
            System.err.println("FLAME cannot start: " + e.getMessage());
            System.err.flush();
            if (ownsTheProcess()) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
            throw e;
        }
    }

    static void check(Settings settings) {
        DatabaseUrl.parse("DATABASE_URL", settings.required("DATABASE_URL"));
        settings.required("KEYCLOAK_URL");
        settings.required("KEYCLOAK_LOGIN_CLIENT_SECRET");
        settings.required("KEYCLOAK_BACKEND_CLIENT_SECRET");
        MasterKeys.of(settings);
        new CorsOrigins(settings);
        new InternalNetwork(settings);
        new ClientAddress(settings);
        Quotas.of(settings);
        RedisAddress.of(settings);
    }

    /** On Payara Micro the process is ours; an application server may serve others, there only the deployment fails. */
    private static boolean ownsTheProcess() {
        try {
            Class.forName("fish.payara.micro.PayaraMicro", false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
