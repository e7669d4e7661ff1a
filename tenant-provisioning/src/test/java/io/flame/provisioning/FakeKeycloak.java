package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flame.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The part of Keycloak's admin API that provisioning uses, with the answers a Keycloak 26.7 gives. */
final class FakeKeycloak implements AutoCloseable {
    private static final String ADMIN = "/admin/realms/flame/";
    private static final int SHORTEST_PASSWORD = 10;

    final Map<String, ObjectNode> organizations = new LinkedHashMap<>();
    final Set<String> identityProviders = new TreeSet<>();
    final Map<String, ObjectNode> users = new LinkedHashMap<>();
    final Map<String, String> passwords = new HashMap<>();
    final Map<String, Set<String>> members = new HashMap<>();
    final List<String> log = new ArrayList<>();

    private final HttpServer server;
    private String token = "";
    private Optional<String> failing = Optional.empty();

    private record Reply(int status, String body, Optional<String> id) {
        static Reply of(int status, Object body) {
            return new Reply(status, body.toString(), Optional.empty());
        }

        static Reply created(String id) {
            return new Reply(201, "", Optional.of(id));
        }

        static Reply error(int status, String word) {
            return of(status, Json.mapper().createObjectNode().put("errorMessage", word));
        }
    }

    FakeKeycloak() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next requests whose "METHOD path" contains this text are answered with 500. */
    void failAt(String part) {
        failing = Optional.of(part);
    }

    void forgetMembers() {
        members.clear();
    }

    long usersNamed(String email) {
        return byEmail(email).size();
    }

    void recover() {
        failing = Optional.empty();
    }

    /** Tokens given out so far are no longer good. */
    void expireTokens() {
        token = "";
    }

    String attribute(UUID user, String name) {
        return users.get(user.toString()).at("/attributes/" + name + "/0").asText();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Reply reply = reply(exchange, body);
        reply.id().ifPresent(id -> exchange.getResponseHeaders()
                .set("Location", url() + exchange.getRequestURI().getPath() + "/" + id));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply reply(HttpExchange exchange, String body) {
        URI uri = exchange.getRequestURI();
        String call = exchange.getRequestMethod() + " " + uri.getPath();
        log.add(call);
        if (failing.filter(call::contains).isPresent()) {
            return Reply.error(500, "unknown_error");
        }
        if (uri.getPath().endsWith("/token")) {
            return token(body);
        }
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Reply.error(401, "HTTP 401 Unauthorized");
        }
        return admin(exchange.getRequestMethod(), uri, body);
    }

    private Reply token(String form) {
        if (!form.contains("grant_type=client_credentials") || !form.contains("client_secret=invented")) {
            return Reply.error(401, "unauthorized_client");
        }
        token = UUID.randomUUID().toString();
        return Reply.of(
                200, Json.mapper().createObjectNode().put("access_token", token).put("expires_in", 300));
    }

    private Reply admin(String method, URI uri, String body) {
        List<String> path =
                Arrays.asList(uri.getPath().substring(ADMIN.length()).split("/"));
        String last = path.getLast();
        return switch (method + " " + path.getFirst() + " " + path.size()) {
            case "GET organizations 1" -> Reply.of(200, byName(query(uri).get("search")));
            case "POST organizations 1" -> createOrganization(json(body));
            case "GET organizations 3" -> Reply.of(200, membersOf(path.get(1), query(uri)));
            case "GET users 2" ->
                users.containsKey(last) ? Reply.of(200, users.get(last)) : Reply.error(404, "User not found");
            case "POST organizations 3" -> addMember(path.get(1), body);
            case "GET organizations 4" ->
                path.get(1).equals("members") ? Reply.of(200, organizationsOf(path.get(2))) : member(path.get(1), last);
            case "GET identity-provider 2" -> Reply.of(200, providers(query(uri).get("search")));
            case "DELETE identity-provider 3" -> {
                identityProviders.remove(last);
                yield Reply.of(204, "");
            }
            case "DELETE organizations 2" -> deleteOrganization(last);
            case "DELETE users 2" -> deleteUser(last);
            case "GET users 3", "GET users 4" -> Reply.of(200, Json.mapper().createArrayNode());
            case "GET users 1" -> Reply.of(200, users(query(uri)));
            case "POST users 1" -> createUser(json(body));
            case "PUT users 3" ->
                setPassword(path.get(1), json(body).path("value").asText());
            default -> Reply.error(404, "no such path " + uri);
        };
    }

    private ArrayNode providers(String prefix) {
        ArrayNode found = Json.mapper().createArrayNode();
        identityProviders.stream().filter(alias -> alias.startsWith(prefix)).forEach(alias -> found.addObject()
                .put("alias", alias));
        return found;
    }

    private ArrayNode byName(String name) {
        ArrayNode found = Json.mapper().createArrayNode();
        organizations.values().stream()
                .filter(each -> each.path("name").asText().equals(name))
                .forEach(found::add);
        return found;
    }

    private ArrayNode users(Map<String, String> query) {
        return query.containsKey("q")
                ? byTenant(query.get("q").substring("tenant:".length()), Integer.parseInt(query.get("first")))
                : byEmail(query.get("email"));
    }

    private ArrayNode byTenant(String tenant, int first) {
        ArrayNode found = Json.mapper().createArrayNode();
        users.values().stream()
                .filter(each -> each.at("/attributes/tenant/0").asText().equals(tenant))
                .skip(first)
                .forEach(found::add);
        return found;
    }

    private ArrayNode organizationsOf(String user) {
        ArrayNode found = Json.mapper().createArrayNode();
        members.forEach((organization, all) -> {
            if (all.contains(user)) {
                found.add(organizations.get(organization));
            }
        });
        return found;
    }

    private ArrayNode membersOf(String organization, Map<String, String> query) {
        ArrayNode found = Json.mapper().createArrayNode();
        members.getOrDefault(organization, Set.of()).stream()
                .skip(Integer.parseInt(query.get("first")))
                .limit(Integer.parseInt(query.get("max")))
                .forEach(user -> found.add(users.get(user)));
        return found;
    }

    private Reply deleteOrganization(String id) {
        members.remove(id);
        return organizations.remove(id) == null ? Reply.error(404, "Not found") : Reply.of(204, "");
    }

    private Reply deleteUser(String id) {
        members.values().forEach(all -> all.remove(id));
        return users.remove(id) == null ? Reply.error(404, "Not found") : Reply.of(204, "");
    }

    private ArrayNode byEmail(String email) {
        ArrayNode found = Json.mapper().createArrayNode();
        users.values().stream()
                .filter(each -> each.path("email").asText().equalsIgnoreCase(email))
                .forEach(found::add);
        return found;
    }

    private Reply createOrganization(ObjectNode organization) {
        if (!byName(organization.path("name").asText()).isEmpty()) {
            return Reply.error(409, "A organization with the same name already exists.");
        }
        String id = UUID.randomUUID().toString();
        organizations.put(id, organization.put("id", id));
        return Reply.created(id);
    }

    private Reply addMember(String organization, String user) {
        if (!users.containsKey(user)) {
            return Reply.error(400, "User does not exist");
        }
        boolean added =
                members.computeIfAbsent(organization, id -> new TreeSet<>()).add(user);
        return added ? Reply.created(user) : Reply.error(409, "User is already a member of the organization.");
    }

    private Reply member(String organization, String user) {
        boolean member = members.getOrDefault(organization, Set.of()).contains(user);
        return member ? Reply.of(200, users.get(user)) : Reply.error(404, "Not found");
    }

    private Reply createUser(ObjectNode user) {
        if (!byEmail(user.path("email").asText()).isEmpty()) {
            return Reply.error(409, "User exists with same username");
        }
        boolean withPassword = user.has("credentials");
        String password = user.at("/credentials/0/value").asText();
        if (withPassword && password.length() < SHORTEST_PASSWORD
                || withPassword && password.equals(user.path("email").asText())) {
            return Reply.error(400, "Password policy not met");
        }
        String name = user.path("firstName").asText() + user.path("lastName").asText();
        if (name.matches(".*[<>&\"$%!#?§;*~/\\\\|^=\\[\\]{}()\\p{Cntrl}].*")) {
            return Reply.error(400, "error-person-name-invalid-character");
        }
        String id = UUID.randomUUID().toString();
        user.remove("credentials");
        users.put(id, user.put("id", id));
        if (withPassword) {
            passwords.put(id, password);
        }
        return Reply.created(id);
    }

    private Reply setPassword(String user, String password) {
        if (password.equals(passwords.get(user))) {
            JsonNode error = Json.mapper().createObjectNode().put("error", "invalidPasswordHistoryMessage");
            return Reply.of(400, error);
        }
        passwords.put(user, password);
        return Reply.of(204, "");
    }

    private static ObjectNode json(String body) {
        return Json.read(body, ObjectNode.class);
    }

    private static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
