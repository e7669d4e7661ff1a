package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Problem;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** What members may change about themselves; all of it is kept in the table of the tenant they are in. */
@ApplicationScoped
public class Profiles {

    private static final String SELECT =
            "SELECT name, avatar_url, locale, time_zone FROM users WHERE id = ? AND is_active FOR UPDATE";
    private static final String UPDATE =
            "UPDATE users SET name = ?, avatar_url = ?, locale = ?, time_zone = ?, version = version + 1, updated_at = now()"
                    + " WHERE id = ?";

    private final Database database;
    private final Memberships memberships;

    @Inject
    Profiles(Database database, Memberships memberships) {
        this.database = database;
        this.memberships = memberships;
    }

    /** The caller's profile as it is now. */
    public Profile get(Caller caller) {
        return shown(caller, database.inTenant(caller.tenant(), tx -> load(tx, caller)));
    }

    /**
     * Changes the fields that the body names.
     *
     * @throws Problem 422 naming every field that is invalid, unknown, or not the member's to change; 412 when the profile
     *     is no longer as the caller saw it
     */
    public Profile change(Caller caller, IfMatch condition, JsonNode body) {
        ProfileChange change = ProfileChange.of(body);
        ProfileRow after = database.inTenant(caller.tenant(), tx -> {
            ProfileRow before = load(tx, caller);
            condition.check(before.etag());
            ProfileRow row = change.applyTo(before);
            tx.update(UPDATE, row.name(), row.avatarUrl(), row.locale(), row.timeZone(), caller.userId());
            tx.tell(new Change(caller.userId(), before, row));
            return row;
        });
        return shown(caller, after);
    }

    private static ProfileRow load(Transaction tx, Caller caller) throws SQLException {
        return tx.queryOne(SELECT, ProfileRow::of, caller.userId()).orElseThrow(Problem::notFound);
    }

    /** What this node remembers of the member may be older than the row. */
    private Profile shown(Caller caller, ProfileRow row) {
        memberships.forget(caller.tenant(), caller.userId());
        SessionUser user = memberships
                .find(caller.tenant(), caller.userId())
                .map(SessionUser::of)
                .orElseThrow(Problem::notFound);
        return new Profile(user, row.etag());
    }
}
