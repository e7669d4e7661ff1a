package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tenants' identity providers as Keycloak has them. Everything here may be repeated. 503 while Keycloak is down.
 *
 * <p>The realm's flow for first sign-ins never links anybody to an account that exists without that account's password,
 * and never makes managed members, whom Keycloak would delete with the organization.
 */
@ApplicationScoped
public class KeycloakBrokers {

    /** In the realm file; an identity provider cannot be made in a realm that does not have it. */
    static final String FIRST_SIGN_IN = "flame first broker login";

    private static final String INSTANCES = "identity-provider/instances";

    private final KeycloakService service;
    private final KeycloakRealm realm;

    @Inject
    public KeycloakBrokers(KeycloakService service, KeycloakRealm realm) {
        this.service = service;
        this.realm = realm;
    }

    /**
     * A provider to be kept.
     *
     * @param type Keycloak's word for the protocol: {@code oidc} or {@code saml}
     * @param config Keycloak's settings of the provider, the secret among them where it is to be set
     * @param attributes under which names a SAML provider tells of a user attribute
     */
    public record Broker(
            TenantId tenant,
            String alias,
            String type,
            String name,
            String domain,
            boolean enabled,
            Map<String, String> config,
            Map<String, List<String>> attributes) {

        /** Secrets are not for logs. */
        @Override
        public String toString() {
            return "Broker[" + alias + "]";
        }
    }

    /** Where the provider sends people back to. */
    public String callback(String alias) {
        return realm.issuer() + "/broker/" + alias + "/endpoint";
    }

    /** What Keycloak calls itself towards the provider. */
    public String audience() {
        return realm.issuer();
    }

    public void create(Broker broker) {
        ObjectNode described = describe(Json.mapper().createObjectNode(), broker);
        service.post(INSTANCES, described.toString()).expected();
        mappers(broker).forEach(mapper -> service.post(mappersOf(broker.alias()), mapper.toString())
                .expected());
    }

    public boolean knows(String alias) {
        return service.get(INSTANCES + "/" + alias).found().isPresent();
    }

    /** What the settings do not name stays as it is, the secret too. */
    public void update(Broker broker) {
        if (service.get(INSTANCES + "/" + broker.alias()).expected() instanceof ObjectNode known) {
            service.put(INSTANCES + "/" + broker.alias(), describe(known, broker))
                    .expected();
        }
    }

    public void delete(String alias) {
        service.delete(INSTANCES + "/" + alias).expectedUnlessMissing();
    }

    /** Sends people whose address is of the domain to the provider. */
    public void open(String organizationId, String alias, String domain) {
        List<String> domains = domains(organizationId);
        if (!domains.contains(domain)) {
            domains.add(domain);
            putDomains(organizationId, domains);
        }
        Answer linked = service.post("organizations/" + organizationId + "/identity-providers", "\"" + alias + "\"");
        if (!linked.isConflict()) {
            linked.expected();
        }
    }

    /** Takes {@link #open} back. */
    public void close(String organizationId, String alias, String domain) {
        service.delete("organizations/" + organizationId + "/identity-providers/" + alias)
                .expectedUnlessMissing();
        List<String> domains = domains(organizationId);
        if (domains.remove(domain)) {
            putDomains(organizationId, domains);
        }
    }

    private List<String> domains(String organizationId) {
        List<String> domains = new ArrayList<>();
        service.get("organizations/" + organizationId)
                .expected()
                .path("domains")
                .forEach(each -> domains.add(each.path("name").asText()));
        return domains;
    }

    private void putDomains(String organizationId, List<String> domains) {
        if (!(service.get("organizations/" + organizationId).expected() instanceof ObjectNode organization)) {
            return;
        }
        ArrayNode array = organization.putArray("domains");
        domains.forEach(domain -> array.addObject().put("name", domain).put("verified", true));
        service.put("organizations/" + organizationId, organization).expected();
    }

    private static ObjectNode describe(ObjectNode json, Broker broker) {
        json.put("alias", broker.alias()).put("providerId", broker.type()).put("displayName", broker.name());
        json.put("enabled", broker.enabled()).put("firstBrokerLoginFlowAlias", FIRST_SIGN_IN);
        json.put("trustEmail", false).put("storeToken", false).put("linkOnly", false);
        json.put("hideOnLogin", true);
        ObjectNode config = json.withObjectProperty("config");
        config.put("syncMode", "IMPORT");
        config.put("kc.org.domain", broker.domain());
        config.put("kc.org.broker.redirect.mode.email-matches", "true");
        broker.config().forEach(config::put);
        return json;
    }

    private static String mappersOf(String alias) {
        return INSTANCES + "/" + alias + "/mappers";
    }

    /** Only what is written here is taken from a provider: a customer's own claims never name a tenant or a role. */
    private static List<ObjectNode> mappers(Broker broker) {
        List<ObjectNode> mappers = new ArrayList<>();
        mappers.add(mapper(
                broker,
                "tenant",
                "hardcoded-attribute-idp-mapper",
                Map.of("attribute", "tenant", "attribute.value", broker.tenant().slug())));
        broker.attributes()
                .forEach((attribute, names) -> names.forEach(name -> mappers.add(mapper(
                        broker,
                        attribute + " " + mappers.size(),
                        "saml-user-attribute-idp-mapper",
                        Map.of("attribute.name", name, "user.attribute", attribute)))));
        return mappers;
    }

    private static ObjectNode mapper(Broker broker, String name, String kind, Map<String, String> settings) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("name", name).put("identityProviderMapper", kind).put("identityProviderAlias", broker.alias());
        ObjectNode config = json.putObject("config").put("syncMode", "IMPORT");
        settings.forEach(config::put);
        return json;
    }
}
