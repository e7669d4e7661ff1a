package io.flame.kernel.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What each tenant has said about how long it keeps things. */
@ApplicationScoped
public class RetentionSettings {

    private static final String NAME = "privacy.retention";

    private final Database database;

    @Inject
    public RetentionSettings(Database database) {
        this.database = database;
    }

    public Retention get(TenantId tenant) {
        return database.inTenant(tenant, RetentionSettings::read);
    }

    /**
     * Changes the fields that are named; null is until somebody removes it. It holds from the next daily run on.
     *
     * @param condition on the entity tag the caller has seen
     * @throws Problem 412 when it has changed since, 422 for days that are none or out of range
     */
    public Retention change(TenantId tenant, JsonNode body, IfMatch condition) {
        return database.inTenant(tenant, tx -> {
            tx.query("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '." + NAME + "'))", row -> true);
            Retention before = read(tx);
            condition.check('"' + before.etag() + '"');
            Retention after = merged(before, Fields.of(body));
            tx.update("""
                    INSERT INTO settings (name, value) VALUES (?, ?::jsonb)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = now()""", NAME, Json.write(after));
            tx.tell(new Change(null, before, after));
            return after;
        });
    }

    private static Retention read(Transaction tx) throws SQLException {
        return tx.queryOne(
                        "SELECT value::text FROM settings WHERE name = ?",
                        row -> Json.read(row.getString(1), Retention.class),
                        NAME)
                .orElseGet(Retention::usual);
    }

    private static Retention merged(Retention before, Fields fields) {
        Retention after = new Retention(
                days(fields, Kept.MESSAGES, before),
                days(fields, Kept.FILES, before),
                days(fields, Kept.EVENTS, before),
                days(fields, Kept.AUDIT, before));
        fields.check();
        return after;
    }

    private static @Nullable Integer days(Fields fields, Kept kept, Retention before) {
        if (!fields.has(kept.field())) {
            return before.said(kept);
        }
        JsonNode given = fields.node(kept.field());
        if (given.isNull()) {
            return null;
        }
        boolean fits = given.isInt() && given.intValue() >= kept.leastDays() && given.intValue() <= Kept.MOST_DAYS;
        if (!fits) {
            String range = "must be a whole number from " + kept.leastDays() + " to " + Kept.MOST_DAYS + ", or null";
            fields.error(kept.field(), "out_of_range", range);
        }
        return given.intValue();
    }
}
