package io.flame.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm with a key of its own, a log-in for known passwords, and the faults a real one has. */
public final class FakeKeycloak implements AutoCloseable {

    private static final String BASE = "/realms/flame/protocol/openid-connect";

    static final String ENCRYPTION = "for-encryption";

    /** How the next requests are answered. */
    public enum Mode {
        WORKS,
        FAILS,
        HANGS
    }

    private static final Map<String, RSAKey> KEYS = new ConcurrentHashMap<>();

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger keyFetches = new AtomicInteger();
    private final Map<String, Signed> refreshTokens = new ConcurrentHashMap<>();
    /** Its people, their passwords and sessions. */
    final FakePeople people = new FakePeople();

    private volatile Mode mode = Mode.WORKS;
    private volatile RSAKey key = key("key-1");

    public FakeKeycloak() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(BASE + "/certs", this::answerKeys);
        server.createContext(BASE + "/token", this::answerToken);
        server.createContext(BASE + "/token/introspect", this::answerIntrospection);
        server.createContext(BASE + "/logout", this::answerLogout);
        server.createContext("/admin/realms/flame/", this::answerAdmin);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public String issuer() {
        return url() + "/realms/flame";
    }

    public RSAKey key() {
        return key;
    }

    public void mode(Mode next) {
        mode = next;
    }

    public void rotate(String keyId) {
        key = key(keyId);
    }

    public int keyFetches() {
        return keyFetches.get();
    }

    public void addUser(String email, String password, JWTClaimsSet claims) {
        people.add(email, password, claims);
    }

    /** Somebody signed in: as whom, and in which session. */
    private record Signed(JWTClaimsSet claims, String session) {}

    /** The claims of a proper access token of a member. */
    public JWTClaimsSet.Builder claims(UUID userId, String tenant) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("flame-api")
                .subject(userId.toString())
                .claim("typ", "Bearer")
                .claim("azp", "flame-login")
                .claim("userId", userId.toString())
                .claim("email", "ana@example.test")
                .claim("name", "Ana Prueba")
                .claim("role", "admin")
                .claim("tenant", tenant)
                .claim("groups", List.of("default-roles-flame"))
                .claim("organization", Map.of(tenant, Map.of("id", "org-1")))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build());
    }

    public String sign(JWTClaimsSet claims, JWSHeader header) {
        return sign(claims, header, key);
    }

    static String sign(JWTClaimsSet claims, JWSHeader header, RSAKey signer) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(signer));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key of that name, the same for every test of this JVM: making one takes long. */
    static RSAKey key(String id) {
        return KEYS.computeIfAbsent(id, FakeKeycloak::generateKey);
    }

    /** Keycloak publishes one that signs nothing too, and lists it first. */
    private static RSAKey encryptionKey() {
        return new RSAKey.Builder(key(ENCRYPTION).toPublicJWK())
                .keyUse(KeyUse.ENCRYPTION)
                .algorithm(JWEAlgorithm.RSA_OAEP)
                .build();
    }

    private static RSAKey generateKey(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answerKeys(HttpExchange exchange) throws IOException {
        keyFetches.incrementAndGet();
        answer(exchange, 200, new JWKSet(List.of(encryptionKey(), key.toPublicJWK())).toString());
    }

    private void answerToken(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (mode == Mode.FAILS) {
            answer(exchange, 500, "{}");
            return;
        }
        switch (field(form, "grant_type")) {
            case "client_credentials" ->
                answer(exchange, 200, "{\"access_token\":\"" + FakePeople.SERVICE_TOKEN + "\",\"expires_in\":300}");
            case "refresh_token" -> {
                Signed signed = refreshTokens.remove(field(form, "refresh_token"));
                boolean active = signed != null && people.isActive(signed.session());
                issue(exchange, active ? signed : null, field(form, "scope"), 400);
            }
            case "password" -> signIn(exchange, form);
            case "urn:ietf:params:oauth:grant-type:token-exchange" -> exchange(exchange, form);
            default -> answer(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
        }
    }

    private void signIn(HttpExchange exchange, String form) throws IOException {
        Optional<JWTClaimsSet> known = people.signIn(field(form, "username"), field(form, "password"));
        String otp = people.otp(field(form, "username"));
        if (known.isPresent() && !otp.isEmpty() && !field(form, "scope").endsWith(" otp")) {
            answer(exchange, 401, "<p>flame-otp-required</p>");
            return;
        }
        issue(
                exchange,
                known.filter(claims -> otp.isEmpty() || otp.equals(field(form, "totp")))
                        .map(claims -> new Signed(claims, people.begin(claims)))
                        .orElse(null),
                field(form, "scope"),
                401);
    }

    /** In the same session. */
    private void exchange(HttpExchange exchange, String form) throws IOException {
        try {
            JWTClaimsSet subject = SignedJWT.parse(field(form, "subject_token")).getJWTClaimsSet();
            JWTClaimsSet today = people.today(subject.getSubject());
            issue(exchange, new Signed(today, subject.getStringClaim("sid")), field(form, "scope"), 400);
        } catch (ParseException e) {
            answer(exchange, 400, "{\"error\":\"invalid_request\"}");
        }
    }

    private void issue(HttpExchange exchange, Signed signed, String scope, int otherwise) throws IOException {
        if (signed == null) {
            answer(exchange, otherwise, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JWTClaimsSet claims = people.narrowed(signed.claims(), scope)
                .claim("sid", signed.session())
                .build();
        JWTClaimsSet next = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("typ", "Refresh")
                .claim("sid", signed.session())
                .build();
        String refreshToken = sign(next);
        refreshTokens.put(refreshToken, signed);
        answer(
                exchange,
                200,
                "{\"access_token\":\"" + sign(claims) + "\",\"refresh_token\":\"" + refreshToken
                        + "\",\"expires_in\":300,\"token_type\":\"Bearer\"}");
    }

    private void answerIntrospection(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Signed signed = refreshTokens.get(field(form, "token"));
        boolean active = signed != null && people.isActive(signed.session());
        answer(
                exchange,
                200,
                active ? "{\"active\":true,\"sub\":\"" + signed.claims().getSubject() + "\"}" : "{\"active\":false}");
    }

    private void answerLogout(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Signed signed = refreshTokens.remove(field(form, "refresh_token"));
        boolean active = signed != null && people.isActive(signed.session());
        if (active) {
            people.end(signed.session());
        }
        answer(exchange, active ? 204 : 400, active ? "" : "{\"error\":\"invalid_grant\"}");
    }

    private void answerAdmin(HttpExchange exchange) throws IOException {
        FakePeople.Answer answer = people.answer(exchange);
        answer(exchange, answer.status(), answer.json());
    }

    private static String field(String form, String name) {
        for (String pair : form.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            if (mode == Mode.HANGS) {
                closed.await();
                return;
            }
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(mode == Mode.FAILS ? 500 : status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
