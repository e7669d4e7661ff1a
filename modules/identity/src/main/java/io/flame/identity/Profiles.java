package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Problem;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What members may change about themselves; all of it is kept in the table of the tenant they are in. */
@ApplicationScoped
public class Profiles {

    private static final String SELECT =
            "SELECT name, avatar_url, locale, time_zone FROM users WHERE id = ? AND is_active FOR UPDATE";
    private static final String UPDATE =
            "UPDATE users SET name = ?, avatar_url = ?, locale = ?, time_zone = ?, updated_at = now() WHERE id = ?";

    private final Database database;
    private final Memberships memberships;

    @Inject
    Profiles(Database database, Memberships memberships) {
        this.database = database;
        this.memberships = memberships;
    }

    /**
     * Changes the fields that the body names.
     *
     * @throws Problem 422 naming every field that is invalid, unknown, or not the member's to change
     */
    public SessionUser change(Caller caller, JsonNode body) {
        ProfileChange change = ProfileChange.of(body);
        database.runInTenant(caller.tenant(), tx -> {
            Map<String, @Nullable String> row = tx.queryOne(SELECT, ProfileChange::row, caller.userId())
                    .orElseThrow(Problem::notFound);
            change.apply(row);
            tx.update(
                    UPDATE,
                    Objects.requireNonNull(row.get("name")),
                    row.get("avatarUrl"),
                    row.get("locale"),
                    row.get("timeZone"),
                    caller.userId());
        });
        memberships.forget(caller.tenant(), caller.userId());
        return memberships
                .find(caller.tenant(), caller.userId())
                .map(SessionUser::of)
                .orElseThrow(Problem::notFound);
    }
}
