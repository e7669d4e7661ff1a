package io.flame.provisioning;

import io.flame.identity.Role;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Makes the demo tenants. What is there already stays as it is. */
record DemoSeed(
        TenantSaga saga,
        People people,
        Database database,
        Secrets secrets,
        UnaryOperator<String> passwords,
        Clock clock) {
    private static final String PLAN = "unlimited";
    private static final List<String> SLUGS = List.of("acme", "globex");

    List<DemoTenant> run() {
        return SLUGS.stream().map(DemoScript::of).map(this::tenant).toList();
    }

    DemoTenant tenant(DemoScript script) {
        NewTenant tenant =
                script.tenant(passwords.apply(script.people().getFirst().email()));
        CreatedTenant created = saga.run(tenant, PLAN, true, script.template(), People::ensureKeepingPassword);
        List<DemoTenant.Login> logins = logins(script, created);
        DemoTenant.Channel channel = new DemoChannel(database, secrets).ensure(tenant.id(), script.whatsapp());
        List<UUID> agents = logins.stream().skip(1).map(DemoTenant.Login::id).toList();
        database.runInTenant(tenant.id(), tx -> writeHistory(tx, script, channel.id(), agents));
        return new DemoTenant(created.slug(), created.schema(), created.name(), logins, List.of(channel));
    }

    private List<DemoTenant.Login> logins(DemoScript script, CreatedTenant created) {
        List<DemoTenant.Login> logins = new ArrayList<>();
        for (DemoScript.Member member : script.people()) {
            String password = passwords.apply(member.email());
            Role role = Role.of(member.role()).orElseThrow();
            People.Person person =
                    new People.Person(TenantId.of(script.slug()), member.email(), member.name(), role, password, "");
            CreatedUser user = people.ensureKeepingPassword(person, created.organizationId());
            logins.add(new DemoTenant.Login(user.id(), member.email(), member.name(), member.role(), password));
        }
        return logins;
    }

    private void writeHistory(Transaction tx, DemoScript script, UUID integration, List<UUID> agents)
            throws SQLException {
        UUID assistant = tx.queryOne(
                        "SELECT id FROM assistants ORDER BY created_at LIMIT 1", row -> row.getObject(1, UUID.class))
                .orElseThrow();
        List<DemoConversation> history = new DemoHistory(script, agents, clock.instant()).conversations();
        DemoHistoryStore store = new DemoHistoryStore(tx, integration, assistant);
        if (!store.knows(history.getFirst().identity())) {
            store.write(history);
        }
    }
}
