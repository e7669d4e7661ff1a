package io.flame.twins;

/** Who stands behind a business-scoped user id: an id cannot be turned back into the number it was made from. */
final class WhatsAppPeople {
    private static final int REMEMBERED = 20_000;

    private final Recent<String, String> numbers = new Recent<>(REMEMBERED);

    void meet(Account account, String customer) {
        if (Phone.isNumber(customer)) {
            numbers.put(Phone.userId(account, customer), customer);
        }
    }

    /** The number of a customer who was met, otherwise the address as it is. */
    String find(String recipient) {
        return numbers.get(recipient).orElse(recipient);
    }
}
