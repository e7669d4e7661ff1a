package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** {@code POST /{version}/{phone number id}/messages}: messages from the business, and its read receipts. */
final class WhatsAppSends {
    private final World world;
    private final WhatsAppStatuses statuses;
    private final WhatsAppPeople people;

    WhatsAppSends(World world, WhatsAppStatuses statuses, WhatsAppPeople people) {
        this.world = world;
        this.statuses = statuses;
        this.people = people;
    }

    void answer(Call call, Optional<Account> account) throws IOException {
        JsonNode body = call.json();
        if (body.path("status").asText().equals("read")) {
            markAsRead(call, account, body);
            return;
        }
        String recipient = WhatsAppRules.recipient(body);
        SendPlan plan = world.mode().send().plan(recipient);
        if (plan.fault().isPresent()) {
            fail(call, recipient, plan, plan.fault().get());
            return;
        }
        Optional<GraphError> refusal = GraphAccess.refuse(call, account).or(() -> WhatsAppRules.refuse(body));
        if (refusal.isPresent()) {
            refuse(call, recipient, plan.delay(), refusal.get());
            return;
        }
        accept(call, account, body, plan);
    }

    private void markAsRead(Call call, Optional<Account> account, JsonNode body) throws IOException {
        Optional<GraphError> refusal = GraphAccess.refuse(call, account);
        Optional<ChatKey> chat = world.chats().of(body.path("message_id").asText());
        int status = refusal.map(GraphError::status).orElse(200);
        world.log()
                .append(LogLine.of("read", chat.map(ChatKey::customer).orElse(""), call)
                        .status(status));
        if (refusal.isEmpty()) {
            chat.ifPresent(key -> showRead(key, body));
        }
        call.reply(status, refusal.map(GraphError::json).orElseGet(() -> Json.object()
                .put("success", true)));
    }

    private void showRead(ChatKey key, JsonNode body) {
        world.chats().advance(key, body.path("message_id").asText(), "read");
        if (body.has("typing_indicator")) {
            world.chats().typing(key);
        }
    }

    private void refuse(Call call, String recipient, Duration delay, GraphError error) throws IOException {
        world.log()
                .append(LogLine.of("send", recipient, call)
                        .status(error.status())
                        .with("code", error.code()));
        Pause.of(delay);
        call.reply(error.status(), error.json());
    }

    private void fail(Call call, String recipient, SendPlan plan, Fault fault) throws IOException {
        world.log()
                .append(LogLine.of("send", recipient, call)
                        .status(fault.status())
                        .with("fault", fault.name()));
        Pause.of(plan.delay());
        if (fault.kind() != Fault.Kind.ANSWER) {
            FaultPlayer.play(call, fault.kind());
            return;
        }
        if (plan.retryAfter() >= 0) {
            call.answerHeaders().set("Retry-After", Long.toString(plan.retryAfter()));
        }
        replyWith(call, fault);
    }

    /** A 502 comes from a gateway that knows nothing of JSON. */
    private static void replyWith(Call call, Fault fault) throws IOException {
        if (fault.status() == 502 && fault.code() == 0) {
            call.reply(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        call.reply(
                fault.status(),
                GraphError.of(fault.status(), fault.code(), "Simulated by the twins.")
                        .json());
    }

    private void accept(Call call, Optional<Account> account, JsonNode body, SendPlan plan) throws IOException {
        String recipient = WhatsAppRules.recipient(body);
        String customer = people.find(recipient);
        String wamid = Wamid.fromBusiness(customer);
        world.log().append(line(call, account, recipient, wamid));
        Runnable report =
                account.map(known -> report(known, customer, wamid, body)).orElse(() -> {});
        if (plan.statusBefore().isPresent()) {
            report.run();
            Pause.of(plan.statusBefore().get());
        } else if (plan.hold().isPresent()) {
            world.later(Pause.NONE, report);
        }
        Pause.of(plan.delay());
        Pause.of(plan.hold().orElse(Pause.NONE));
        call.reply(200, taken(body, recipient, wamid));
        if (plan.statusBefore().isEmpty() && plan.hold().isEmpty()) {
            world.later(Pause.NONE, report);
        }
    }

    private static LogLine line(Call call, Optional<Account> account, String recipient, String wamid) {
        LogLine line = LogLine.of("send", recipient, call).status(200).with("wamid", wamid);
        account.ifPresent(known -> line.with("tenant", known.tenant()));
        return line;
    }

    private Runnable report(Account account, String customer, String wamid, JsonNode body) {
        ChatKey key = new ChatKey(account.key(), customer);
        world.chats().add(key, "", WhatsAppView.message(wamid, body));
        WhatsAppSent sent = new WhatsAppSent(
                account, customer, wamid, body.path("biz_opaque_callback_data").asText(""));
        return () -> statuses.report(sent);
    }

    private static ObjectNode taken(JsonNode body, String recipient, String wamid) {
        boolean byNumber = Phone.isNumber(recipient);
        ObjectNode answer = Json.object().put("messaging_product", "whatsapp");
        answer.putArray("contacts")
                .addObject()
                .put("input", body.path(byNumber ? "to" : "recipient").asText())
                .put(byNumber ? "wa_id" : "user_id", recipient);
        answer.putArray("messages").addObject().put("id", wamid).put("message_status", "accepted");
        return answer;
    }
}
