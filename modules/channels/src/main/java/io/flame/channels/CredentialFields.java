package io.flame.channels;

import io.flame.messaging.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the credentials of a platform consist of.
 *
 * @param secrets sealed, never shown
 * @param plain shown as they are
 * @param accountIds names under which the account's id may stand among the credentials
 * @param account what an account's id looks like
 */
record CredentialFields(List<String> secrets, List<String> plain, List<String> accountIds, Pattern account) {

    private static final Pattern META_ID = Pattern.compile("[0-9]{1,32}");

    private static final CredentialFields WHATSAPP = new CredentialFields(
            List.of("accessToken", "appSecret", "verifyToken"),
            List.of("businessId"),
            List.of("phoneNumberId", "phoneId"),
            META_ID);
    private static final CredentialFields FACEBOOK = new CredentialFields(
            List.of("accessToken", "appSecret", "verifyToken"), List.of("appId"), List.of("pageId"), META_ID);
    private static final CredentialFields INSTAGRAM = new CredentialFields(
            List.of("accessToken", "appSecret", "verifyToken"),
            List.of("appId", "pageId"),
            List.of("accountId", "instagramId"),
            META_ID);
    private static final CredentialFields TELEGRAM = new CredentialFields(
            List.of("botToken", "secretToken"), List.of("username"), List.of("botId"), Pattern.compile("[0-9]{1,20}"));
    private static final CredentialFields WEBCHAT = new CredentialFields(
            List.of("secret"), List.of("allowedOrigins"), List.of("siteKey"), Pattern.compile("[A-Za-z0-9_.-]{1,100}"));

    static CredentialFields of(Platform platform) {
        return switch (platform) {
            case WHATSAPP -> WHATSAPP;
            case FACEBOOK -> FACEBOOK;
            case INSTAGRAM -> INSTAGRAM;
            case TELEGRAM -> TELEGRAM;
            case WEBCHAT -> WEBCHAT;
        };
    }

    boolean isSecret(String name) {
        return secrets.contains(name);
    }

    /** No name is a secret on one platform and shown on another. */
    static boolean isSecretAnywhere(String name) {
        return Arrays.stream(Platform.values())
                .anyMatch(platform -> of(platform).isSecret(name));
    }
}
