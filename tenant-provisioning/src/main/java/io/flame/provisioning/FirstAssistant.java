package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.UUID;

/** A new tenant answers from the first day: it has one automatic assistant, to be changed as one likes. */
record FirstAssistant(Database database) {

    /** @param owner the user who is shown as the assistant's maker */
    void ensure(NewTenant tenant, UUID owner, AssistantTemplate template) {
        database.runInTenant(tenant.id(), tx -> {
            if (!exists(tx)) {
                insert(tx, tenant, owner, template);
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

    private static void insert(Transaction tx, NewTenant tenant, UUID owner, AssistantTemplate template)
            throws SQLException {
        UUID id = Ids.next();
        tx.update(
                "INSERT INTO assistants (id, user_id, name, description, type, auto_response, time_zone)"
                        + " VALUES (?, ?, ?, ?, 'auto', ?, ?)",
                id,
                owner,
                template.name(),
                template.description(),
                template.response(),
                tenant.timeZone());
        for (AssistantTemplate.Hours hours : template.hours()) {
            tx.update(
                    "INSERT INTO schedules (id, assistant_id, day_of_week, start_time, end_time, overnight)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    Ids.next(),
                    id,
                    hours.day(),
                    hours.start(),
                    hours.end(),
                    hours.overnight());
        }
    }
}
