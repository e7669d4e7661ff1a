package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The identity providers that a business connects. */
record Providers(Business business) {

    /** Of nobody. */
    private static final String CERTIFICATE = ""
            + "MIIDLTCCAhWgAwIBAgIUS9bwa/cotv4srnPH060O7GvcZKcwDQYJKoZIhvcNAQELBQAwJTEjMCEGA1UEAwwaaW52ZW"
            + "50ZWQgaWRlbnRpdHkgcHJvdmlkZXIwIBcNMjYxMTIzMDgxOTMwWhgPMjEyNjEwMzAwODE5MzBaMCUxIzAhBgNVBAMM"
            + "GmludmVudGVkIGlkZW50aXR5IHByb3ZpZGVyMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtZmNDnT+4C"
            + "Ly2kmnwTfPHUi17KTkRYz7Fe5OES+hHZrEqUJJnJskglvSQ88jrb+AvJNOPIE6nzFYo3c2wt9xFTnMFG4uEv5tktq6"
            + "HqlW3fjyLVZxuE5w365EsbqmOVvzpv/DBDdeTJWT1abmMcv898okbW1dJjyz8PBk3FRr5zffbs745UHmiY2ZKP4i6R"
            + "96HuV/PKhF2gd9djyb/sQwmFM/f4a8ziVJtrg8pnk3gyDLZPqdfKrYZrkpjzMZ01CCTS7xnVZE2ZQcj5I1Xs0Khs1Y"
            + "QXjJWSSIqoKt0B6BFjpjizMj2Oba2LTXvoxGV0idQcuPQ2CRF2klpQG9CEToAQIDAQABo1MwUTAdBgNVHQ4EFgQUf4"
            + "Djt1MeRNnEr050bpeT1YGMCNIwHwYDVR0jBBgwFoAUf4Djt1MeRNnEr050bpeT1YGMCNIwDwYDVR0TAQH/BAUwAwEB"
            + "/zANBgkqhkiG9w0BAQsFAAOCAQEASNw8WKRNp5xn8wIVMUadzNsAgMr0kVzBF0kxG25eMYCkhQoHxj1O/PkSis0Hg9"
            + "iNfFShkKPWsCtLtaz4uFfARylLGLSHujXKI7xyZlqgHit5n8AdW3erYcLE+WwIy57nchpcmExqFMEDZynEwdkMPVud"
            + "R11ZEZ0BFpQG7DlgOi4rAGn5VP/Ofm1CPOXODUQh3JEBmjyAC8OG6TywP++oFVEmI+6l8Gs0hGrSPZNd93Sxn97SQD"
            + "e+oCgsOwtEGg3AB3MJ1mo96uJb7BB0DrlHDBYWk7WQxH48dM0CZ/QoRpZ5pE4vqNCNY1ZUKYx6NBuUU2eYt7bu2gi0"
            + "ulUwaPCySg==";

    /** A provider that exists nowhere. */
    static ObjectNode unreachableSaml(String domain) {
        ObjectNode body = Answer.JSON.createObjectNode();
        body.put("type", "saml").put("name", "Nowhere").put("domain", domain);
        body.put("entityId", "https://idp.example/entity").put("ssoUrl", "https://idp.example/sso");
        return body.put("certificate", CERTIFICATE);
    }

    /** One that is ready for its people. */
    JsonNode connectOidc(CustomerRealm realm, String domain, String role) {
        JsonNode provider = create(realm.oidc(domain).put("role", role));
        realm.trustOidc(provider.get("callbackUrl").asText());
        return prove(provider);
    }

    JsonNode create(JsonNode wanted) {
        Answer answer = business.admin.post("/api/sso", wanted.toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json();
    }

    JsonNode prove(JsonNode provider) {
        publish(provider);
        Answer verified = business.admin.post("/api/sso/" + provider.get("id").asText() + "/verify", "");
        assertThat(verified.status()).as("%s", verified).isEqualTo(200);
        return verified.json();
    }

    /** Puts the record into the domain's DNS. */
    void publish(JsonNode provider) {
        business.installation
                .twin()
                .publish(
                        provider.at("/record/name").asText(),
                        provider.at("/record/value").asText());
    }
}
