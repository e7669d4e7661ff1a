package io.flame.provisioning;

import io.flame.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An invented business and what its invented customers write about.
 *
 * @param greeting what the assistant said at the time of the history
 * @param identityPrefix the start of the customers' WhatsApp numbers; two digits follow
 * @param items what {@code {item}} in a dialogue may stand for
 */
record DemoScript(
        String slug,
        String name,
        String locale,
        String timeZone,
        List<Member> people,
        Welcome assistant,
        Account whatsapp,
        String greeting,
        String identityPrefix,
        List<String> items,
        List<String> customers,
        List<Dialogue> dialogues) {

    record Member(String email, String name, String role) {}

    record Welcome(String name, String description, String response) {}

    record Account(String externalId, String businessId, String name, String accessToken) {}

    /** @param lines each begins with who speaks: {@code c} customer, {@code b} assistant (the greeting), {@code a} agent */
    record Dialogue(List<String> tags, String priority, List<String> lines) {}

    static DemoScript of(String slug) {
        try (InputStream stream = DemoScript.class.getResourceAsStream("demo/" + slug + ".json")) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no demo tenant " + slug);
            }
            return Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8), DemoScript.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    NewTenant tenant(String adminPassword) {
        Member admin = people.getFirst();
        return new NewTenant(slug, name, locale, timeZone, admin.email(), admin.name(), adminPassword);
    }

    AssistantTemplate template() {
        return new AssistantTemplate(
                assistant.name(), assistant.description(), assistant.response(), AssistantTemplate.aroundTheClock());
    }
}
