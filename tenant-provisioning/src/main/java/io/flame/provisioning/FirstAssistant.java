package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.UUID;

/** A new tenant answers from the first day: one automatic assistant during office hours, to be changed as one likes. */
final class FirstAssistant {
    private static final int MONDAY = 1;
    private static final int FRIDAY = 5;

    private final Database database;

    FirstAssistant(Database database) {
        this.database = database;
    }

    void ensure(NewTenant tenant, UUID admin) {
        database.runInTenant(tenant.id(), tx -> {
            if (!exists(tx)) {
                insert(tx, tenant, admin);
            }
        });
    }

    boolean exists(TenantId tenant) {
        return database.inTenant(tenant, FirstAssistant::exists);
    }

    private static boolean exists(Transaction tx) throws SQLException {
        return tx.queryOne("SELECT 1 FROM assistants LIMIT 1", row -> row.getInt(1))
                .isPresent();
    }

    private static void insert(Transaction tx, NewTenant tenant, UUID admin) throws SQLException {
        boolean english = tenant.language().equals("en");
        UUID id = Ids.next();
        tx.update(
                "INSERT INTO assistants (id, user_id, name, description, type, auto_response, time_zone)"
                        + " VALUES (?, ?, ?, ?, 'auto', ?, ?)",
                id,
                admin,
                english ? "Welcome" : "Bienvenida",
                english ? "Answers during office hours" : "Responde en horario de oficina",
                english
                        ? "Hello! Thank you for writing to us. Somebody from our team will answer you shortly."
                        : "¡Hola! Gracias por escribirnos. En breve le responderá una persona de nuestro equipo.",
                tenant.timeZone());
        for (int day = MONDAY; day <= FRIDAY; day++) {
            tx.update(
                    "INSERT INTO schedules (id, assistant_id, day_of_week, start_time, end_time) VALUES (?, ?, ?, ?, ?)",
                    Ids.next(),
                    id,
                    day,
                    LocalTime.of(9, 0),
                    LocalTime.of(18, 0));
        }
    }
}
