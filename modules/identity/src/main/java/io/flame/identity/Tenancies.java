package io.flame.identity;

import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * To which tenants somebody belongs, from the platform's own list. It offers; who is let in is for the tenant's table to
 * say.
 */
@ApplicationScoped
public class Tenancies {

    private static final String SELECT = """
            SELECT t.slug, t.name, m.role, t.status <> 'active'
              FROM flame.memberships m JOIN flame.tenants t ON t.slug = m.tenant
             WHERE m.user_id = ? AND t.status <> 'provisioning' ORDER BY m.since, t.slug""";

    private final Function<UUID, List<Tenancy>> source;

    @Inject
    public Tenancies(Database database) {
        this(user -> database.inPlatform(tx -> tx.query(
                SELECT,
                row -> new Tenancy(
                        row.getString(1),
                        row.getString(2),
                        Role.of(row.getString(3)).orElse(Role.USER),
                        row.getBoolean(4)),
                user)));
    }

    Tenancies(Function<UUID, List<Tenancy>> source) {
        this.source = source;
    }

    /** In the order in which the person joined them. */
    List<Tenancy> of(UUID userId) {
        return source.apply(userId);
    }
}
