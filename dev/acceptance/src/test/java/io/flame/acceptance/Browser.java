package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Signs in on Keycloak's pages as the portal has a browser do it: authorization code with PKCE, client flame-web. */
final class Browser {

    private static final String REDIRECT = "http://localhost:5173/";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.DOTALL);

    private final String realm;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

    Browser(Installation installation) {
        this.realm = installation.stack.environment().get("KEYCLOAK_URL") + "/realms/flame/protocol/openid-connect/";
    }

    /** The tokens as Keycloak gives them: {@code access_token} and {@code refresh_token}. */
    JsonNode signIn(Installation.Person person) {
        HttpResponse<String> page = get(realm + "auth?"
                + form(Map.of(
                        "client_id", "flame-web",
                        "redirect_uri", REDIRECT,
                        "response_type", "code",
                        "scope", "openid organization:*",
                        "code_challenge", challenge(),
                        "code_challenge_method", "S256")));
        for (int step = 0; step < 3 && page.statusCode() == 200; step++) {
            Matcher action = FORM.matcher(page.body());
            if (!action.find()) {
                break;
            }
            page = post(
                    action.group(1).replace("&amp;", "&"),
                    Map.of("username", person.email(), "password", person.password(), "credentialId", ""));
        }
        String target = page.headers().firstValue("Location").orElse("");
        if (!target.startsWith(REDIRECT)) {
            throw new AssertionError("not signed in: " + page.statusCode() + " " + page.body());
        }
        return tokens(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "flame-web",
                "redirect_uri",
                REDIRECT,
                "code",
                target.replaceAll(".*[?&]code=([^&]+).*", "$1"),
                "code_verifier",
                verifier));
    }

    /** Keycloak's answer to a refresh; one that is refused has {@code error}. */
    JsonNode refresh(JsonNode tokens) {
        return tokens(Map.of(
                "grant_type", "refresh_token",
                "client_id", "flame-web",
                "refresh_token", tokens.get("refresh_token").asText()));
    }

    private JsonNode tokens(Map<String, String> form) {
        return new Answer(200, null, post(realm + "token", form).body()).json();
    }

    private HttpResponse<String> get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    private HttpResponse<String> post(String address, Map<String, String> form) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String[] pair = cookie.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
