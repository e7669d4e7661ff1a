package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever else a body says, it makes nobody more than they are. */
class MassAssignmentIT {

    private final Installation installation = Installation.shared();
    private final Accounts accounts = new Accounts(installation);
    private final Business business = installation.open();

    @Test
    void appliesNothingThatABodyHasNoBusinessSaying() {
        Installation.Person agent = installation.addPerson(business.slug, "agent");
        JsonNode session = accounts.login(agent).json();
        JsonNode me = accounts.me(session).json();
        Business other = installation.open();
        String invited = "lee@" + business.slug + ".example";
        String registered = "lee@" + Installation.freshName() + ".example";
        List<Map.Entry<String, ObjectNode>> calls = List.of(
                Map.entry("POST /api/auth/login", login(agent)),
                Map.entry(
                        "PUT /api/auth/profile", Answer.JSON.createObjectNode().put("name", "Robin agent")),
                Map.entry(
                        "POST /api/auth/forgot-password",
                        Answer.JSON.createObjectNode().put("email", agent.email())),
                Map.entry(
                        "POST /api/auth/verify-email/resend",
                        Answer.JSON.createObjectNode().put("email", agent.email())),
                Map.entry("POST /api/auth/register", Accounts.registration(registered, Installation.freshName(), "en")),
                Map.entry(
                        "POST /api/auth/register",
                        Answer.JSON
                                .createObjectNode()
                                .put("invitation", business.invite(invited, "user"))
                                .put("password", Installation.PASSWORD)),
                Map.entry(
                        "POST /api/users",
                        Answer.JSON
                                .createObjectNode()
                                .put("email", "max@" + business.slug + ".example")
                                .put("name", "Max")
                                .put("role", "user")),
                Map.entry(
                        "PUT /api/users/" + me.get("id").asText(),
                        Answer.JSON
                                .createObjectNode()
                                .put("name", "Robin agent")
                                .put("role", "agent")));
        for (Map.Entry<String, ObjectNode> call : calls) {
            String[] operation = call.getKey().split(" ");
            Api caller = operation[1].startsWith("/api/users") ? business.admin : accounts.as(session);
            ObjectNode body = call.getValue();
            greed(other).fields().forEachRemaining(field -> {
                if (!body.has(field.getKey())) {
                    caller.call(
                            operation[0],
                            operation[1],
                            body.deepCopy()
                                    .<ObjectNode>set(field.getKey(), field.getValue())
                                    .toString(),
                            Map.of());
                }
            });
        }

        assertThat(accounts.me(session).json()).isEqualTo(me);
        assertThat(other.admin.get("/api/users").json().get("data")).hasSize(1);
        assertThat(installation.sql(
                        "SELECT role, is_active FROM t_" + business.slug + ".users WHERE email = ?", invited))
                .containsExactly("user|t");
        assertThat(business.admin.get("/api/invitations").json().get("data").findValuesAsText("role"))
                .containsOnly("user");
        assertThat(accounts.login(new Installation.Person(registered, Installation.PASSWORD))
                        .status())
                .isEqualTo(401);
        assertThat(installation.sql("SELECT slug FROM flame.tenants WHERE slug = 'greedy'"))
                .isEmpty();
    }

    /** What somebody might try to be. */
    private static ObjectNode greed(Business other) {
        ObjectNode greed = Answer.JSON.createObjectNode();
        String id = "01890000-0000-7000-8000-000000000001";
        greed.put("id", id)
                .put("userId", id)
                .put("tenantId", id)
                .put("tenant", other.slug)
                .put("slug", "greedy");
        greed.put("role", "admin")
                .put("emailVerified", true)
                .put("plan", "unlimited")
                .put("status", "active");
        greed.put("createdAt", "2020-01-01T00:00:00Z")
                .put("version", 99)
                .put("invitedBy", id)
                .put("mailedAt", "2020-01-01T00:00:00Z");
        greed.putArray("groups").add("operator");
        greed.putArray("tenants").addObject().put("slug", other.slug).put("role", "admin");
        return greed;
    }

    private static ObjectNode login(Installation.Person person) {
        return Answer.JSON.createObjectNode().put("email", person.email()).put("password", person.password());
    }
}
