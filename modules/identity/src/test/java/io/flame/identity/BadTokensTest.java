package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Tokens an attacker, a stale client or another system might send. Not one of them may get in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTokensTest {

    private static final String TENANT = "acme";

    private final Edge edge = new Edge();
    private final FakeKeycloak keycloak = edge.keycloak;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger forbidden = new AtomicInteger();
    private final UUID member = edge.addMember(TENANT, Role.ADMIN);

    @AfterAll
    void close() {
        System.out.printf("bad tokens: %d answered with 401, %d strangers with 403%n", refused.get(), forbidden.get());
        edge.close();
    }

    @Test
    void letsTheProperTokenIn() {
        assertThat(edge.tokens.verify(edge.tokenOf(member, TENANT)).userId()).isEqualTo(member);
    }

    @TestFactory
    Stream<DynamicTest> refusesTheTokenAsInvalid() {
        Map<String, Token> bad = Map.ofEntries(
                Map.entry("empty", () -> ""),
                Map.entry("three dots", () -> "..."),
                Map.entry("alg none", () -> new PlainJWT(claims(c -> c)).serialize()),
                Map.entry("HS256 with the public key as secret", this::signedWithPublicKey),
                Map.entry("PS256", () -> signed(header(JWSAlgorithm.PS256))),
                Map.entry("RS512", () -> signed(header(JWSAlgorithm.RS512))),
                Map.entry("ES256", this::signedWithEllipticCurve),
                Map.entry("key in the token", this::signedWithOwnKeyInHeader),
                Map.entry("key address in the token", this::signedWithOwnKeyAtAddress),
                Map.entry(
                        "foreign key under our key id",
                        () -> foreign(keycloak.key().getKeyID())),
                Map.entry("the realm's encryption key", this::signedWithEncryptionKey),
                Map.entry(
                        "critical header parameter",
                        () -> raw(critical(), claims(c -> c).toString())),
                Map.entry("certificate in the token", this::signedWithCertificate),
                Map.entry("encrypted", this::encrypted),
                Map.entry("empty key id", () -> foreign("")),
                Map.entry("unknown key id", () -> foreign("no-such-key")),
                Map.entry(
                        "no key id",
                        () -> signed(new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .build())),
                Map.entry("logout token", () -> signed(withType(new JOSEObjectType("logout+jwt")))),
                Map.entry("no type", () -> signed(withType(null))),
                Map.entry("wrong issuer", () -> with(c -> c.issuer("https://evil.example.test/realms/flame"))),
                Map.entry("other realm", () -> with(c -> c.issuer(keycloak.url() + "/realms/other"))),
                Map.entry("wrong audience", () -> with(c -> c.audience("account"))),
                Map.entry("no audience", () -> with(c -> c.audience((String) null))),
                Map.entry("expired", () -> with(c -> c.expirationTime(in(-60)))),
                Map.entry("no expiry", () -> with(c -> c.expirationTime(null))),
                Map.entry("not valid yet", () -> with(c -> c.notBeforeTime(in(120)))),
                Map.entry("issued in the future", () -> with(c -> c.issueTime(in(120)))),
                Map.entry("ID token", () -> with(c -> c.claim("typ", "ID"))),
                Map.entry("refresh token", () -> with(c -> c.claim("typ", "Refresh"))),
                Map.entry("no typ claim", () -> with(c -> c.claim("typ", null))),
                Map.entry(
                        "user id is not the subject",
                        () -> with(c -> c.subject(UUID.randomUUID().toString()))),
                Map.entry(
                        "user id is no UUID",
                        () -> with(c -> c.claim("userId", "1").subject("1"))),
                Map.entry("user id is a number", () -> with(c -> c.claim("userId", 7))),
                Map.entry("expiry as text", () -> raw("{\"exp\":\"4102444800\"," + rest())),
                Map.entry("duplicate claims", () -> raw("{\"exp\":4102444800,\"iss\":\"x\"," + rest())),
                Map.entry("64 KiB", () -> with(c -> c.claim("padding", "x".repeat(65_536)))),
                Map.entry("changed after signing", this::tampered));
        assertThat(bad).hasSizeGreaterThanOrEqualTo(25);
        return bad.entrySet().stream()
                .map(token -> DynamicTest.dynamicTest(token.getKey(), () -> {
                    assertThat(refusal(token.getValue().make())).isEqualTo(ProblemCode.TOKEN_INVALID);
                    refused.incrementAndGet();
                }));
    }

    @TestFactory
    Stream<DynamicTest> forbidsWhoIsNoMember() {
        Map<String, Token> strangers = Map.of(
                "no organization", () -> with(c -> c.claim("organization", null)),
                "left the organization", () -> with(c -> c.claim("organization", Map.of("globex", Map.of()))),
                "organization as an array without the tenant",
                        () -> with(c -> c.claim("organization", List.of("globex"))),
                "two organizations and no tenant",
                        () -> with(c -> c.claim("tenant", null).claim("organization", List.of(TENANT, "globex"))),
                "not in the membership table", () -> edge.tokenOf(UUID.randomUUID(), TENANT),
                "tenant that is no slug",
                        () -> with(c -> c.claim("tenant", "a\"; DROP").claim("organization", List.of("a\"; DROP"))),
                "operator role beside a tenant",
                        () -> with(c -> c.claim("tenant", "globex").claim("groups", List.of("operator"))));
        return strangers.entrySet().stream()
                .map(token -> DynamicTest.dynamicTest(token.getKey(), () -> {
                    assertThat(refusal(token.getValue().make())).isEqualTo(ProblemCode.FORBIDDEN);
                    forbidden.incrementAndGet();
                }));
    }

    private ProblemCode refusal(String token) {
        Problem problem = catchThrowableOfType(Problem.class, () -> edge.tokens.verify(token));
        assertThat(problem).as("the token was let in").isNotNull();
        return problem.code();
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(keycloak.claims(member, TENANT)).build();
    }

    private String with(UnaryOperator<JWTClaimsSet.Builder> change) {
        return keycloak.sign(claims(change));
    }

    private String signed(JWSHeader header) {
        return keycloak.sign(claims(c -> c), header);
    }

    private String foreign(String keyId) {
        return FakeKeycloak.sign(claims(c -> c), header(JWSAlgorithm.RS256, keyId), FakeKeycloak.key("of a stranger"));
    }

    private JWSHeader header(JWSAlgorithm algorithm) {
        return header(algorithm, keycloak.key().getKeyID());
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(keyId)
                .build();
    }

    private JWSHeader withType(JOSEObjectType type) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type)
                .keyID(keycloak.key().getKeyID())
                .build();
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private String signedWithPublicKey() throws JOSEException {
        SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.HS256), claims(c -> c));
        jwt.sign(new MACSigner(keycloak.key().toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private String signedWithEllipticCurve() throws JOSEException {
        SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.ES256), claims(c -> c));
        jwt.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        return jwt.serialize();
    }

    private String signedWithOwnKeyInHeader() {
        RSAKey own = FakeKeycloak.key("own");
        JWSHeader header = new JWSHeader.Builder(header(JWSAlgorithm.RS256))
                .jwk(own.toPublicJWK())
                .build();
        return FakeKeycloak.sign(claims(c -> c), header, own);
    }

    private String signedWithOwnKeyAtAddress() {
        JWSHeader header = new JWSHeader.Builder(header(JWSAlgorithm.RS256, "own"))
                .jwkURL(URI.create("http://evil.example.test/keys"))
                .x509CertURL(URI.create("http://evil.example.test/cert"))
                .build();
        return FakeKeycloak.sign(claims(c -> c), header, FakeKeycloak.key("own"));
    }

    private String signedWithEncryptionKey() {
        return FakeKeycloak.sign(
                claims(c -> c),
                header(JWSAlgorithm.RS256, FakeKeycloak.ENCRYPTION),
                FakeKeycloak.key(FakeKeycloak.ENCRYPTION));
    }

    private JWSHeader critical() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(keycloak.key().getKeyID())
                .criticalParams(Set.of("invented"))
                .customParam("invented", true)
                .build();
    }

    private String signedWithCertificate() {
        JWSHeader header = new JWSHeader.Builder(header(JWSAlgorithm.RS256, "own"))
                .x509CertChain(List.of(com.nimbusds.jose.util.Base64.encode("no certificate at all")))
                .build();
        return FakeKeycloak.sign(claims(c -> c), header, FakeKeycloak.key("own"));
    }

    private String encrypted() throws JOSEException {
        EncryptedJWT jwt =
                new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM), claims(c -> c));
        jwt.encrypt(new RSAEncrypter(keycloak.key()));
        return jwt.serialize();
    }

    private String tampered() {
        String[] parts = edge.tokenOf(member, TENANT).split("\\.");
        String changed = claims(c -> c.claim("role", "owner")).toString();
        return parts[0] + "." + Base64URL.encode(changed) + "." + parts[2];
    }

    private String rest() {
        String proper = claims(c -> c.expirationTime(null)).toString();
        return proper.substring(1);
    }

    private String raw(String payload) throws Exception {
        return raw(header(JWSAlgorithm.RS256), payload);
    }

    /** Signed by hand: the library would not write such a token. */
    private String raw(JWSHeader header, String payload) throws Exception {
        String input = header.toBase64URL() + "." + Base64URL.encode(payload);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keycloak.key().toRSAPrivateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    @FunctionalInterface
    private interface Token {
        String make() throws Exception;
    }
}
