package io.flame.provisioning;

import io.flame.identity.Role;
import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** People of tenants: in Keycloak with their password, in the organization, and in the tenant's table under the same id. */
final class People {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@.]+");
    private static final int LONGEST_EMAIL = 255;
    private static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 128;

    private final KeycloakAdmin keycloak;
    private final Database database;

    People(KeycloakAdmin keycloak, Database database) {
        this.keycloak = keycloak;
        this.database = database;
    }

    /**
     * A person as asked for.
     *
     * @param prefix of the field names in errors, {@code admin} or empty
     */
    record Person(
            TenantId tenant,
            String email,
            String name,
            Role role,
            @Nullable String password,
            String prefix) {
        /** Keycloak keeps addresses in lower case, and so does the tenant's table. */
        Person {
            email = email.toLowerCase(Locale.ROOT);
        }

        void validate() {
            List<FieldError> errors = new ArrayList<>();
            checkEmail(errors, field("email"), email);
            NewTenant.checkName(errors, field("name"), name);
            checkPassword(errors, field("password"), password);
            if (!errors.isEmpty()) {
                throw Problem.invalid(errors);
            }
        }

        String field(String name) {
            return prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }
    }

    /** Adds somebody who is not in the tenant yet; an addition that was cut off is finished. */
    CreatedUser add(Person person, String organizationId) {
        person.validate();
        boolean present = database.inTenant(person.tenant(), tx -> tx.queryOne(
                        "SELECT 1 FROM users WHERE email = ?", row -> row.getInt(1), person.email())
                .isPresent());
        if (present) {
            throw Problem.conflict(person.field("email") + ": " + person.email() + " is in this tenant already");
        }
        return ensure(person, organizationId);
    }

    /** Finishes whatever is missing. An existing person of the same tenant gets the given or a new password. */
    CreatedUser ensure(Person person, String organizationId) {
        String password = person.password() == null ? Passwords.random() : person.password();
        UUID id = existing(person)
                .map(user -> {
                    keycloak.setPassword(user.id(), password, person.field("password"));
                    return user.id();
                })
                .orElseGet(() -> create(person, password));
        complete(person, organizationId, id);
        return new CreatedUser(id, person.email(), person.password() == null ? password : null);
    }

    /** As {@link #ensure}, but leaves the password of somebody who exists alone. */
    CreatedUser ensureKeepingPassword(Person person, String organizationId) {
        Optional<KeycloakAdmin.User> existing = existing(person);
        if (existing.isEmpty()) {
            return ensure(person, organizationId);
        }
        complete(person, organizationId, existing.get().id());
        return new CreatedUser(existing.get().id(), person.email(), null);
    }

    private UUID create(Person person, String password) {
        return keycloak.createUser(
                new KeycloakAdmin.NewUser(person.tenant(), person.email(), person.name(), person.role(), password),
                person.field("password"));
    }

    private Optional<KeycloakAdmin.User> existing(Person person) {
        Optional<KeycloakAdmin.User> user = keycloak.findUser(person.tenant(), person.email());
        if (user.isPresent() && !user.get().tenant().equals(person.tenant().slug())) {
            throw Problem.conflict(
                    person.field("email") + ": " + person.email() + " belongs to somebody outside this tenant");
        }
        return user;
    }

    private void complete(Person person, String organizationId, UUID id) {
        keycloak.ensureMember(organizationId, id);
        store(person, id);
    }

    private void store(Person person, UUID id) {
        database.runInTenant(person.tenant(), tx -> {
            Optional<UUID> other = tx.queryOne(
                    "SELECT id FROM users WHERE email = ? AND id <> ?",
                    row -> row.getObject(1, UUID.class),
                    person.email(),
                    id);
            if (other.isPresent()) {
                throw Problem.conflict(
                        person.email() + " is in this tenant's table as " + other.get() + ", but in Keycloak as " + id);
            }
            tx.update(
                    "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                            + " SET email = excluded.email, name = excluded.name, role = excluded.role, updated_at = now()",
                    id,
                    person.email(),
                    person.name(),
                    person.role().word());
        });
    }

    static void checkEmail(List<FieldError> errors, String field, String email) {
        if (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches()) {
            errors.add(new FieldError(field, "email", "must be an e-mail address"));
        }
    }

    static void checkPassword(List<FieldError> errors, String field, @Nullable String password) {
        if (password != null && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
            errors.add(new FieldError(
                    field, "size", "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters"));
        }
    }
}
