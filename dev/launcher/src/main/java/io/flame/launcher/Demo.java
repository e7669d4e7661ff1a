package io.flame.launcher;

import java.util.List;

/** The demo tenants and the identifiers under which the providers' fixtures reach them. All values are invented. */
final class Demo {
    static final String WHATSAPP_APP_SECRET = "flame-test-app-secret-0001";
    static final String WHATSAPP_VERIFY_TOKEN = "flame-verify-token-0003";
    static final String WHATSAPP_ACCESS_TOKEN = "flame-test-access-token-0004";

    static final List<DemoChannel> CHANNELS = List.of(
            whatsapp("acme", "300200100900801", "200100300400501", "12025550171", "Acme"),
            whatsapp("globex", "300200100900802", "200100300400502", "12025550172", "Globex"));

    private Demo() {}

    private static DemoChannel whatsapp(String tenant, String phoneId, String business, String phone, String name) {
        return new DemoChannel(tenant, "whatsapp", phoneId, business, phone, WHATSAPP_APP_SECRET, name);
    }
}
