package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** WhatsApp Cloud API: {@code /{version}/…} of the Graph API. */
final class WhatsApp implements Channel {
    static final String PLATFORM = "whatsapp";

    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]");

    private final World world;
    private final WhatsAppStatuses statuses;
    private final WhatsAppSends sends;
    private final WhatsAppLetters letters;
    private final GraphMedia media;

    WhatsApp(World world) {
        this.world = world;
        this.statuses = new WhatsAppStatuses(world);
        WhatsAppPeople people = new WhatsAppPeople();
        this.sends = new WhatsAppSends(world, statuses, people);
        this.letters = new WhatsAppLetters(world, people);
        this.media = new GraphMedia(world);
    }

    @Override
    public String platform() {
        return PLATFORM;
    }

    /** Takes every versioned path: a provider that shares the Graph API has to be asked before this one. */
    @Override
    public boolean serves(Call call) {
        return VERSION.matcher(call.segment(0)).matches() || call.segment(0).equals("media");
    }

    @Override
    public void serve(Call call) throws IOException {
        Optional<Account> account = world.accounts().find(new AccountKey(PLATFORM, call.segment(1)));
        if (call.method().equals("POST") && call.segment(2).equals("messages")) {
            sends.answer(call, account);
            return;
        }
        Optional<GraphError> refusal = GraphAccess.refuse(call, account);
        if (refusal.isPresent()) {
            call.reply(refusal.get().status(), refusal.get().json());
            return;
        }
        answer(call, account);
    }

    private void answer(Call call, Optional<Account> account) throws IOException {
        if (call.segment(0).equals("media")) {
            media.download(call);
        } else if (call.method().equals("GET") && call.segmentCount() == 2) {
            describe(call, account);
        } else if (call.method().equals("POST") && call.segment(2).equals("media")) {
            media.upload(call);
        } else if (call.method().equals("POST") && call.segmentCount() == 3) {
            call.reply(200, Json.object().put("success", true));
        } else {
            GraphError unknown = GraphError.parameter("Unsupported " + call.method() + " request: " + call.path());
            call.reply(unknown.status(), unknown.json());
        }
    }

    /** An id in the Graph API is that of a phone number or that of a file. */
    private void describe(Call call, Optional<Account> account) throws IOException {
        if (account.isEmpty() && !call.query("fields").orElse("").contains("phone")) {
            media.describe(call);
            return;
        }
        call.reply(
                200,
                Json.object()
                        .put("verified_name", account.map(Account::title).orElse("Not connected to the twins"))
                        .put("display_phone_number", account.map(Account::phone).orElse(call.segment(1)))
                        .put("quality_rating", "GREEN")
                        .put("id", call.segment(1)));
    }

    @Override
    public Letter letter(Account account, JsonNode order) {
        return letters.write(account, order);
    }

    @Override
    public void seen(Account account, String customer) {
        statuses.seen(account, customer);
    }
}
