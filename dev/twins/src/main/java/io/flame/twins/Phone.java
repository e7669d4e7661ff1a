package io.flame.twins;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Telephone numbers, and the ids that WhatsApp derives from them. */
final class Phone {
    private static final Map<String, String> COUNTRIES = Map.ofEntries(
            Map.entry("1", "US"),
            Map.entry("34", "ES"),
            Map.entry("44", "GB"),
            Map.entry("49", "DE"),
            Map.entry("51", "PE"),
            Map.entry("52", "MX"),
            Map.entry("54", "AR"),
            Map.entry("55", "BR"),
            Map.entry("56", "CL"),
            Map.entry("57", "CO"));

    private Phone() {}

    /** A number without plus sign, blanks and punctuation (the WhatsApp id); any other address stays as it is. */
    static String bare(String address) {
        String trimmed = address.strip();
        String digits = trimmed.replaceAll("[+\\s().-]", "");
        return isNumber(digits) ? digits : trimmed;
    }

    static boolean isNumber(String digits) {
        return digits.matches("[0-9]{5,20}");
    }

    /** The business-scoped user id: the same for a person and a business each time, different for another business. */
    static String userId(Account account, String customer) {
        UUID hash = UUID.nameUUIDFromBytes((account.business() + "/" + customer).getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(hash.toString().replace("-", ""), 16);
        return country(customer) + "." + number.mod(BigInteger.TEN.pow(20));
    }

    private static String country(String customer) {
        return COUNTRIES.entrySet().stream()
                .filter(entry -> customer.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("US");
    }
}
