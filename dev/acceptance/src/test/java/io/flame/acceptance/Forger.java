package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes other tokens of a good one, without Keycloak's key. */
final class Forger {

    private final String good;
    private final KeyPair own = newKey();

    Forger(String good) {
        this.good = good;
    }

    /** What is done to the header. */
    interface Change {
        void apply(ObjectNode header);
    }

    /** The good token's claims, signed with a key of our own. */
    String signed(Change change) {
        String input = with(change, "");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(own.getPrivate());
            signature.update(input.substring(0, input.length() - 1).getBytes(StandardCharsets.US_ASCII));
            return input + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String hmac(byte[] secret) {
        String input = with(header -> header.put("alg", "HS256"), "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return input
                    + encode(mac.doFinal(input.substring(0, input.length() - 1).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String with(Change change, String signature) {
        ObjectNode header = (ObjectNode) read(part(0));
        change.apply(header);
        return encode(header) + "." + part(1) + "." + signature;
    }

    ObjectNode jwk() {
        RSAPublicKey key = (RSAPublicKey) own.getPublic();
        return Answer.JSON
                .createObjectNode()
                .put("kty", "RSA")
                .put("n", encode(unsigned(key.getModulus())))
                .put("e", encode(unsigned(key.getPublicExponent())));
    }

    String part(int index) {
        return good.split("\\.")[index];
    }

    static byte[] pem(PublicKey key) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static RSAPublicKey rsa(JsonNode key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(key.get("n")), number(key.get("e"))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode read(String part) {
        try {
            return Answer.JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static String encode(JsonNode json) {
        return encode(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText()));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
