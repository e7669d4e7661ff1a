package io.flame.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamlMetadataTest {

    private static final String PROVIDER = """
            <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
              <md:KeyDescriptor use="encryption"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
                <ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
              <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
                <ds:X509Certificate> BB
                  BB </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
              %s
            </md:IDPSSODescriptor>""";
    private static final String POST = service("HTTP-POST", "https://idp.example/post");
    private static final String REDIRECT = service("HTTP-Redirect", "https://idp.example/redirect");

    @Test
    void prefersTheRedirectAndTheSigningKeys() {
        SamlMetadata found =
                SamlMetadata.read(entity(PROVIDER.formatted(POST + REDIRECT))).orElseThrow();

        assertThat(found.entityId()).isEqualTo("https://idp.example/entity");
        assertThat(found.ssoUrl()).isEqualTo("https://idp.example/redirect");
        assertThat(found.post()).isFalse();
        assertThat(found.certificates()).containsExactly("BBBB");
    }

    @Test
    void takesThePostWhereThereIsNothingElse() {
        SamlMetadata found = SamlMetadata.read(entity(PROVIDER.formatted(POST))).orElseThrow();

        assertThat(found.ssoUrl()).isEqualTo("https://idp.example/post");
        assertThat(found.post()).isTrue();
    }

    @Test
    void readsNoDocumentType() {
        String bomb = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + entity(PROVIDER.formatted(POST));

        assertThat(SamlMetadata.read(bomb)).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwoProviders() {
        assertThat(SamlMetadata.read(entity(PROVIDER.formatted(POST) + PROVIDER.formatted(POST))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<x/>", "no xml", "{\"issuer\":1}", "<a><b></a>"})
    void findsNothingInAnythingElse(String text) {
        assertThat(SamlMetadata.read(text)).isEmpty();
    }

    private static String service(String binding, String location) {
        return "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:" + binding + "\" Location=\""
                + location + "\"/>";
    }

    private static String entity(String inner) {
        return "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\""
                + " entityID=\"https://idp.example/entity\">" + inner + "</md:EntityDescriptor>";
    }
}
