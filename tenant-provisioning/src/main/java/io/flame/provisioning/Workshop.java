package io.flame.provisioning;

import io.flame.kernel.InstallationKeys;
import io.flame.kernel.KeyedHash;
import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Secrets;
import io.flame.kernel.persistence.Database;
import io.flame.liquibase.Migrations;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What {@link Provisioning} works with. Connections are opened when something needs them first: migrating needs no Keycloak. */
final class Workshop implements AutoCloseable {
    private final ProvisioningConfig config;
    private final Migrations migrations;
    private final @Nullable Database given;
    private @Nullable PlatformDatabase platform;
    private @Nullable KeycloakAdmin keycloak;
    private @Nullable Secrets secrets;

    Workshop(ProvisioningConfig config, @Nullable Database given) {
        this.config = config;
        this.given = given;
        this.migrations = new Migrations(
                PlatformDatabase.owner(config.owner()), config.application().user());
    }

    Migrations migrations() {
        return migrations;
    }

    /** Those that give up on a lock after a moment. */
    Migrations hasty() {
        return new Migrations(
                PlatformDatabase.hasty(config.owner()), config.application().user());
    }

    TenantSaga saga() {
        return new TenantSaga(database(), registry(), log(), secrets(), migrations, keycloak(), people());
    }

    TenantRemoval removal() {
        return new TenantRemoval(registry(), log(), migrations, keycloak());
    }

    SagaLog log() {
        return new SagaLog(database());
    }

    Registry registry() {
        return new Registry(database());
    }

    People people() {
        return new People(keycloak(), database());
    }

    Capsules capsules() {
        PlatformSecrets platformSecrets = new PlatformSecrets(database(), config.settings());
        InstallationKeys keys = new InstallationKeys(platformSecrets, secrets());
        KeyedHash verifyTokens = new KeyedHash(platformSecrets, config.settings(), KeyedHash.VERIFY_TOKEN);
        return new Capsules(
                capsuleExport(keys), capsuleImport(keys, verifyTokens), new CapsuleRuns(database()), log(), keys);
    }

    private CapsuleExport capsuleExport(InstallationKeys keys) {
        return new CapsuleExport(
                config.application(), registry(), migrations, new CapsulePeople(keycloak()), keys, Clock.systemUTC());
    }

    private CapsuleImport capsuleImport(InstallationKeys keys, KeyedHash verifyTokens) {
        return new CapsuleImport(
                database(),
                config.owner(),
                registry(),
                log(),
                secrets(),
                keys,
                migrations,
                keycloak(),
                new CapsuleRoutes(database(), secrets(), verifyTokens),
                removal());
    }

    synchronized Secrets secrets() {
        if (secrets == null) {
            secrets = new Secrets(database(), config.settings());
        }
        return secrets;
    }

    synchronized Database database() {
        if (given != null) {
            return given;
        }
        if (platform == null) {
            platform = new PlatformDatabase(config.application());
        }
        return platform.database();
    }

    synchronized KeycloakAdmin keycloak() {
        if (keycloak == null) {
            keycloak = new KeycloakAdmin(config.settings(), database());
        }
        return keycloak;
    }

    @Override
    public synchronized void close() {
        if (platform != null) {
            platform.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }
}
