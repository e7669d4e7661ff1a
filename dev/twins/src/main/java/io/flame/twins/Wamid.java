package io.flame.twins;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** WhatsApp message ids in their real form: base64 over the customer's number, a direction and a random part. */
final class Wamid {
    private static final int FROM_BUSINESS = 0x11;
    private static final int FROM_CUSTOMER = 0x12;

    private Wamid() {}

    static String fromBusiness(String customer) {
        return of(customer, FROM_BUSINESS, "");
    }

    static String fromCustomer(String customer) {
        return of(customer, FROM_CUSTOMER, "3A");
    }

    private static String of(String customer, int direction, String prefix) {
        byte[] address = customer.getBytes(StandardCharsets.UTF_8);
        byte[] serial = (prefix + serial()).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x1c, 0x18, (byte) address.length});
        bytes.writeBytes(address);
        bytes.writeBytes(new byte[] {0x15, 2, 0, (byte) direction, 0x18, (byte) serial.length});
        bytes.writeBytes(serial);
        bytes.write(0);
        return "wamid." + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String serial() {
        byte[] random = new byte[9];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random).toUpperCase(Locale.ROOT);
    }
}
