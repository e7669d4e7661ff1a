package io.flame.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import io.flame.kernel.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The people of a fake realm, and the part of the administration API that is about them. */
final class FakePeople {

    static final String SERVICE_TOKEN = "service-token";
    static final String SHORT = "short";

    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, String> roles = new ConcurrentHashMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Set<String> unlocked = ConcurrentHashMap.newKeySet();
    private final Map<String, String> otps = new ConcurrentHashMap<>();
    private volatile boolean failing;
    private final AtomicInteger passwordChecks = new AtomicInteger();

    private record Person(String email, String password, JWTClaimsSet claims) {}

    record Answer(int status, String json) {}

    void add(String email, String password, JWTClaimsSet claims) {
        people.put(email, new Person(email, password, claims));
    }

    /** Somebody sets up a second factor whose code is always the same. */
    void secure(String email, String otp) {
        otps.put(email, otp);
    }

    /** Empty for somebody without a second factor. */
    String otp(String email) {
        return otps.getOrDefault(email, "");
    }

    /** How many guesses reached the password of a person who exists. */
    int passwordChecks() {
        return passwordChecks.get();
    }

    /** Has everything fail but the setting of a password. */
    void failAfterPassword(boolean fails) {
        failing = fails;
    }

    /** As an administrator does it at Keycloak's console. */
    void disable(UUID userId) {
        disabled.add(userId.toString());
        changed(userId);
    }

    void changed(UUID userId) {
        note("users/" + userId, "UPDATE");
    }

    void leave(String organization, UUID userId) {
        note("organizations/" + organization + "/members/" + userId, "DELETE");
    }

    private void note(String path, String operation) {
        events.add("{\"time\":%d,\"operationType\":\"%s\",\"resourcePath\":\"%s\"}"
                .formatted(System.currentTimeMillis(), operation, path));
    }

    boolean wasUnlocked(UUID userId) {
        return unlocked.contains(userId.toString());
    }

    Optional<JWTClaimsSet> signIn(String email, String password) {
        Person person = people.get(email);
        if (person == null) {
            return Optional.empty();
        }
        passwordChecks.incrementAndGet();
        return person.password().equals(password) ? Optional.of(person.claims()) : Optional.empty();
    }

    /**
     * As the realm's mappers do: the organization that is asked for alone, and the role that the user has now. A session
     * that began with one organization is held to it, whatever is asked for.
     */
    JWTClaimsSet.Builder narrowed(JWTClaimsSet claims, String scope) {
        JWTClaimsSet.Builder narrowed = new JWTClaimsSet.Builder(claims);
        Optional.ofNullable(roles.get(claims.getSubject())).ifPresent(role -> narrowed.claim("role", role));
        String wanted = scope.replaceAll(".*organization:(\\S+).*", "$1");
        if (wanted.isEmpty()
                || wanted.equals("*")
                || !(claims.getClaim("organization") instanceof Map<?, ?> all)
                || all.size() == 1) {
            return narrowed;
        }
        boolean member = all.containsKey(wanted);
        return narrowed.claim("organization", member ? Map.of(wanted, all.get(wanted)) : null)
                .claim("tenant", member ? wanted : null);
    }

    /** What is known of somebody by now. */
    JWTClaimsSet today(String userId) {
        return people.values().stream()
                .map(Person::claims)
                .filter(claims -> claims.getSubject().equals(userId))
                .findFirst()
                .orElseThrow();
    }

    String begin(JWTClaimsSet claims) {
        String session = UUID.randomUUID().toString();
        sessions.put(session, claims.getSubject());
        return session;
    }

    boolean isActive(String session) {
        return sessions.containsKey(session);
    }

    void end(String session) {
        sessions.remove(session);
    }

    Answer answer(HttpExchange exchange) throws IOException {
        if (!("Bearer " + SERVICE_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, "{\"error\":\"HTTP 401 Unauthorized\"}");
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String[] path = exchange.getRequestURI().getPath().split("/");
        String what = exchange.getRequestMethod() + " " + path[4]
                + (path.length > 6 ? "/" + path[6] : path.length > 5 && path[4].equals("users") ? "/" : "");
        if (failing && !what.equals("PUT users/reset-password")) {
            return new Answer(500, "{}");
        }
        return switch (what) {
            case "GET users" -> find(exchange.getRequestURI().getRawQuery());
            case "GET users/" ->
                new Answer(
                        200,
                        "{\"id\":\"" + path[5] + "\",\"enabled\":" + !disabled.contains(path[5])
                                + ",\"attributes\":{}}");
            case "GET admin-events" -> new Answer(200, "[" + String.join(",", events) + "]");
            case "GET organizations/members" -> new Answer(404, "{}");
            case "PUT users/" -> {
                roles.put(
                        path[5],
                        Json.mapper().readTree(body).at("/attributes/role/0").asText());
                yield new Answer(204, "");
            }
            case "GET users/sessions" -> new Answer(200, Json.write(sessionsOf(path[5])));
            case "PUT users/reset-password" -> setPassword(path[5], body);
            case "POST users/logout" -> {
                sessions.values().removeIf(path[5]::equals);
                yield new Answer(204, "");
            }
            case "DELETE sessions" -> new Answer(sessions.remove(path[5]) == null ? 404 : 204, "");
            case "DELETE attack-detection/users" -> {
                unlocked.add(path[7]);
                yield new Answer(204, "");
            }
            default -> new Answer(405, "{}");
        };
    }

    private Answer find(String query) {
        String wanted = URLDecoder.decode(query.replaceAll(".*email=", ""), StandardCharsets.UTF_8);
        List<Map<String, Object>> found = people.values().stream()
                .filter(person -> person.email().equals(wanted))
                .map(person -> Map.<String, Object>of(
                        "id", person.claims().getSubject(),
                        "email", person.email(),
                        "enabled", true,
                        "attributes",
                                Map.of(
                                        "tenant",
                                        List.of(String.valueOf(person.claims().getClaim("tenant"))))))
                .toList();
        return new Answer(200, Json.write(found));
    }

    private List<Map<String, Object>> sessionsOf(String userId) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().equals(userId))
                .map(session -> Map.<String, Object>of(
                        "id",
                        session.getKey(),
                        "start",
                        1_000,
                        "lastAccess",
                        2_000,
                        "clients",
                        Map.of("some-id", "flame-login")))
                .toList();
    }

    private Answer setPassword(String userId, String body) throws IOException {
        String password = Json.mapper().readTree(body).get("value").asText();
        if (password.equals(SHORT)) {
            return new Answer(400, "{\"error\":\"invalidPasswordMinLengthMessage\"}");
        }
        people.replaceAll((email, person) ->
                person.claims().getSubject().equals(userId) ? new Person(email, password, person.claims()) : person);
        return new Answer(204, "");
    }
}
