package io.flame.identity.sso;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The description that an identity provider gives of itself (Metadata for SAML 2.0, section 2). No document type is
 * read, so that no entity can blow up or lead anywhere.
 *
 * @param post whether {@code ssoUrl} takes requests by POST only
 * @param certificates as written, without blanks
 */
record SamlMetadata(String entityId, String ssoUrl, boolean post, List<String> certificates) {

    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String SIGNATURES = "http://www.w3.org/2000/09/xmldsig#";
    private static final String BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:";

    /** Empty for what describes no identity provider that could be used. */
    static Optional<SamlMetadata> read(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Element root = builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
            return entity(root);
        } catch (SAXException e) {
            return Optional.empty();
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Several providers in one document are none: which is meant? */
    private static Optional<SamlMetadata> entity(Element root) {
        List<Element> providers = elements(root, METADATA, "IDPSSODescriptor");
        if (providers.size() != 1 || !(providers.getFirst().getParentNode() instanceof Element entity)) {
            return Optional.empty();
        }
        Element provider = providers.getFirst();
        Optional<String> redirect = service(provider, "HTTP-Redirect");
        List<String> certificates = certificates(provider);
        return redirect.or(() -> service(provider, "HTTP-POST"))
                .filter(url -> !certificates.isEmpty()
                        && !entity.getAttribute("entityID").isBlank())
                .map(url -> new SamlMetadata(entity.getAttribute("entityID"), url, redirect.isEmpty(), certificates));
    }

    private static Optional<String> service(Element provider, String binding) {
        return elements(provider, METADATA, "SingleSignOnService").stream()
                .filter(each -> each.getAttribute("Binding").equals(BINDINGS + binding))
                .map(each -> each.getAttribute("Location"))
                .findFirst();
    }

    private static List<String> certificates(Element provider) {
        return elements(provider, METADATA, "KeyDescriptor").stream()
                .filter(key -> !key.getAttribute("use").equals("encryption"))
                .flatMap(key -> elements(key, SIGNATURES, "X509Certificate").stream())
                .map(each -> each.getTextContent().replaceAll("\\s", ""))
                .distinct()
                .toList();
    }

    private static List<Element> elements(Element below, String namespace, String name) {
        NodeList nodes = below.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
