package io.flame.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A customer's own identity provider: a realm of its own in the stack's Keycloak, which shares nothing with FLAME's. */
final class CustomerRealm {

    static final String PASSWORD = "customer-password-1";
    static final String SECRET = "invented-client-secret-of-the-customer";
    private static final String CLIENT = "flame-at-the-customer";

    private final Installation installation;
    private final String name;

    private CustomerRealm(Installation installation, String name) {
        this.installation = installation;
        this.name = name;
    }

    static CustomerRealm open(Installation installation, String name) {
        CustomerRealm realm = new CustomerRealm(installation, name);
        realm.post(
                "",
                Answer.JSON
                        .createObjectNode()
                        .put("realm", name)
                        .put("enabled", true)
                        .put("sslRequired", "none"));
        return realm;
    }

    CustomerRealm withEmployee(String email) {
        ObjectNode user = Answer.JSON.createObjectNode();
        user.put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true);
        user.put("firstName", "Eva").put("lastName", "Customer");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", PASSWORD)
                .put("temporary", false);
        post("/" + name + "/users", user);
        return this;
    }

    /** What an administrator of FLAME types in to connect this realm by OpenID Connect. */
    ObjectNode oidc(String domain) {
        ObjectNode provider = Answer.JSON.createObjectNode();
        provider.put("type", "oidc").put("name", "Work account").put("domain", domain);
        return provider.put("issuer", url()).put("clientId", CLIENT).put("clientSecret", SECRET);
    }

    ObjectNode saml(String domain) {
        ObjectNode provider = Answer.JSON.createObjectNode();
        provider.put("type", "saml").put("name", "Work account").put("domain", domain);
        return provider.put("metadataUrl", url() + "/protocol/saml/descriptor");
    }

    /** The customer's administrator makes FLAME known here. */
    void trustOidc(String callback) {
        ObjectNode client = Answer.JSON.createObjectNode();
        client.put("clientId", CLIENT).put("secret", SECRET).put("publicClient", false);
        client.putArray("redirectUris").add(callback);
        post("/" + name + "/clients", client);
    }

    void trustSaml(String audience, String callback) {
        ObjectNode client = Answer.JSON.createObjectNode();
        client.put("clientId", audience).put("protocol", "saml").put("frontchannelLogout", true);
        client.putArray("redirectUris").add(callback);
        ObjectNode attributes = client.putObject("attributes");
        attributes.put("saml_name_id_format", "email").put("saml_force_name_id_format", "true");
        attributes.put("saml.assertion.signature", "true").put("saml.server.signature", "true");
        attributes.put("saml.client.signature", "false").put("saml.authnstatement", "true");
        attributes.put("saml_assertion_consumer_url_post", callback);
        post("/" + name + "/clients", client);
    }

    boolean owns(String url) {
        return url.startsWith(url() + "/");
    }

    private String url() {
        return installation.stack.keycloak().url() + "/realms/" + name;
    }

    private void post(String path, ObjectNode body) {
        Answer answer = installation.keycloakAdmin().post("/admin/realms" + path, body.toString());
        if (answer.status() != 201) {
            throw new AssertionError("cannot set up the customer's realm: " + answer);
        }
    }
}
