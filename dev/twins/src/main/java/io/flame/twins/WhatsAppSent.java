package io.flame.twins;

/**
 * A message that was accepted from the business.
 *
 * @param callbackData comes back with every status; blank when the business gave none
 */
record WhatsAppSent(Account account, String customer, String wamid, String callbackData) {

    ChatKey chat() {
        return new ChatKey(account.key(), customer);
    }
}
