package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flame.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What of Keycloak's administration the people of a tenant need: users, members of organizations, and ending sessions. */
final class FakeRealm implements AutoCloseable {

    private static final String BAD_NAME =
            "{\"field\":\"firstName\",\"errorMessage\":\"error-person-name-invalid-character\"}";
    private static final String ADMIN = "/admin/realms/flame/";

    final Map<String, ObjectNode> users = new ConcurrentHashMap<>();
    final Map<String, Set<String>> members = new ConcurrentHashMap<>();
    final List<String> loggedOut = new CopyOnWriteArrayList<>();
    /** The people whom an identity provider has brought. */
    final Set<String> linked = ConcurrentHashMap.newKeySet();

    volatile boolean down;
    private final AtomicReference<Pause> pause = new AtomicReference<>();

    private final HttpServer server;

    FakeRealm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/realms/flame/protocol/openid-connect/token", this::token);
        server.createContext(ADMIN, this::administer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    ObjectNode user(UUID id) {
        return users.get(id.toString());
    }

    UUID addUser(String email, String password, String tenant) {
        UUID id = UUID.randomUUID();
        ObjectNode user =
                Json.mapper().createObjectNode().put("id", id.toString()).put("email", email);
        user.putObject("attributes").putArray("tenant").add(tenant);
        user.putArray("credentials").addObject().put("value", password);
        users.put(id.toString(), user);
        return id;
    }

    boolean isMember(String organization, UUID user) {
        return members.getOrDefault(organization, Set.of()).contains(user.toString());
    }

    /** The service account, and people who sign in with their password. */
    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = form.contains("grant_type=client_credentials")
                || users.values().stream()
                        .anyMatch(user -> form.contains("password="
                                        + user.at("/credentials/0/value").asText())
                                && URLDecoder.decode(form, StandardCharsets.UTF_8)
                                        .contains(
                                                "username=" + user.path("email").asText()));
        if (!known) {
            answer(exchange, 401, "{\"error\":\"invalid_grant\"}");
            return;
        }
        answer(exchange, 200, "{\"access_token\":\"t\",\"refresh_token\":\"r\",\"expires_in\":300}");
    }

    private void administer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(ADMIN.length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = path.split("/");
        switch (exchange.getRequestMethod() + " " + path.replaceAll("[0-9a-f-]{36}", "*")) {
            case "GET users" -> answer(exchange, 200, found(exchange).toString());
            case "POST users" -> create(exchange, body);
            case "GET users/*" -> answer(exchange, 200, users.get(parts[1]).toString());
            case "GET users/*/role-mappings/realm" -> answer(exchange, 200, "[]");
            case "GET users/*/federated-identity" ->
                answer(exchange, 200, linked.contains(parts[1]) ? "[{\"identityProvider\":\"sso-acme-1\"}]" : "[]");
            case "DELETE users/*" -> {
                users.remove(parts[1]);
                answer(exchange, 204, "");
            }
            case "PUT users/*" -> replace(exchange, parts[1], body);
            case "POST users/*/logout" -> end(exchange, parts[1]);
            case "POST organizations/*/members" -> join(exchange, parts[1], body);
            case "GET organizations/*/members/*" ->
                answer(exchange, members.getOrDefault(parts[1], Set.of()).contains(parts[3]) ? 200 : 404, "{}");
            case "DELETE organizations/*/members/*" -> leave(exchange, parts[1], parts[3]);
            case "GET organizations/members/*/organizations" ->
                answer(
                        exchange,
                        200,
                        Json.write(members.entrySet().stream()
                                .filter(each -> each.getValue().contains(parts[2]))
                                .map(Map.Entry::getKey)
                                .toList()));
            default -> answer(exchange, 405, "{}");
        }
    }

    private List<ObjectNode> found(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return users.values().stream()
                .filter(user -> query.endsWith("email=" + user.path("email").asText()))
                .toList();
    }

    private void create(HttpExchange exchange, String body) throws IOException {
        JsonNode wanted = Json.read(body, JsonNode.class);
        if (wanted.at("/credentials/0/value").asText().equals("refused-password")) {
            answer(exchange, 400, "{\"error\":\"invalidPasswordBlacklistedMessage\"}");
            return;
        }
        if (hasBadName(wanted)) {
            answer(exchange, 400, BAD_NAME);
            return;
        }
        String id = UUID.randomUUID().toString();
        users.put(id, ((ObjectNode) wanted).put("id", id).put("createdTimestamp", System.currentTimeMillis()));
        exchange.getResponseHeaders().set("Location", url() + ADMIN + "users/" + id);
        answer(exchange, 201, "");
    }

    private void replace(HttpExchange exchange, String id, String body) throws IOException {
        ObjectNode wanted = (ObjectNode) Json.read(body, JsonNode.class);
        if (hasBadName(wanted)) {
            answer(exchange, 400, BAD_NAME);
            return;
        }
        users.put(id, wanted);
        answer(exchange, 204, "");
    }

    /** As {@code person-name-prohibited-characters} does. */
    private static boolean hasBadName(JsonNode user) {
        String name = user.path("firstName").asText() + user.path("lastName").asText();
        return name.matches(".*[<>&\"$%!#?§;*~/\\\\|^=\\[\\]{}()\\p{Cntrl}].*");
    }

    /** Somebody who is about to join an organization, and has to wait. */
    Pause pauseNextJoin() {
        Pause next = new Pause(new CountDownLatch(1), new CountDownLatch(1));
        pause.set(next);
        return next;
    }

    record Pause(CountDownLatch reached, CountDownLatch released) {
        void hold() {
            reached.countDown();
            try {
                released.await(2, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(HttpExchange exchange, String id) throws IOException {
        loggedOut.add(id);
        answer(exchange, 204, "");
    }

    private void join(HttpExchange exchange, String organization, String user) throws IOException {
        Pause waiting = pause.getAndSet(null);
        if (waiting != null) {
            waiting.hold();
        }
        boolean added = members.computeIfAbsent(organization, key -> ConcurrentHashMap.newKeySet())
                .add(user);
        answer(exchange, added ? 201 : 409, "");
    }

    private void leave(HttpExchange exchange, String organization, String user) throws IOException {
        members.getOrDefault(organization, Set.of()).remove(user);
        answer(exchange, 204, "");
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            int said = down ? 500 : status;
            exchange.sendResponseHeaders(said, said == 204 || body.length == 0 ? -1 : body.length);
            if (said != 204 && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
