package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A browser in which people sign in to {@code flame-web} with authorization code and PKCE, as the portal has them do. */
final class Portal implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Installation installation;
    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));

    Portal(Installation installation) {
        this.installation = installation;
    }

    static boolean isPossible() {
        return Files.exists(CHROMIUM);
    }

    /** Somebody at a machine of their own. */
    Visit visit() {
        return new Visit(browser.newContext());
    }

    /** One person's browser, with what it remembers. */
    final class Visit {
        private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        private final BrowserContext context;
        final Page page;

        private Visit(BrowserContext context) {
            this.context = context;
            this.page = context.newPage();
            page.setDefaultTimeout(15_000);
        }

        BrowserContext context() {
            return context;
        }

        Visit open(Map<String, String> more) {
            Map<String, String> query = new TreeMap<>(Map.of(
                    "client_id", "flame-web",
                    "response_type", "code",
                    "redirect_uri", redirect(),
                    "scope", "openid organization:*",
                    "code_challenge_method", "S256",
                    "code_challenge", challenge(),
                    "ui_locales", "en"));
            query.putAll(more);
            page.navigate(
                    installation.stack.keycloak().url() + "/realms/flame/protocol/openid-connect/auth?" + form(query),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            return this;
        }

        Visit types(String email) {
            page.locator("#username").fill(email);
            page.locator("#kc-login").click();
            return this;
        }

        Visit typesPassword(String password) {
            page.locator("#password").fill(password);
            page.locator("#kc-login").click();
            return this;
        }

        /** On the page of the customer's provider. */
        Visit signsInAt(CustomerRealm realm, String email) {
            page.waitForURL(url -> realm.owns(url));
            page.locator("#username").fill(email);
            return typesPassword(CustomerRealm.PASSWORD);
        }

        /** Comes back to the portal, which exchanges the code. */
        Api arrives() {
            page.waitForURL(url -> url.startsWith(redirect()));
            return new Api(
                    installation.url(),
                    Map.of(
                            "Authorization",
                            "Bearer " + exchange().get("access_token").asText()));
        }

        private JsonNode exchange() {
            Map<String, String> grant = new TreeMap<>(Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    "flame-web",
                    "redirect_uri",
                    redirect(),
                    "code",
                    code(),
                    "code_verifier",
                    verifier));
            return Api.anonymous(installation.stack.keycloak().url())
                    .call(
                            "POST",
                            "/realms/flame/protocol/openid-connect/token",
                            form(grant),
                            Map.of("Content-Type", "application/x-www-form-urlencoded"))
                    .json();
        }

        private String code() {
            for (String pair : URI.create(page.url()).getRawQuery().split("&")) {
                if (pair.startsWith("code=")) {
                    return URLDecoder.decode(pair.substring("code=".length()), StandardCharsets.UTF_8);
                }
            }
            throw new AssertionError("no code in " + page.url());
        }

        private String challenge() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String redirect() {
        return installation.url() + "/signed-in";
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
