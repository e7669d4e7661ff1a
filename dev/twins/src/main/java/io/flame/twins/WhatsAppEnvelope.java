package io.flame.twins;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The parts that all WhatsApp webhooks share. */
final class WhatsAppEnvelope {

    private WhatsAppEnvelope() {}

    /** Puts the metadata into the value and the envelope around it; the value may be filled afterwards. */
    static ObjectNode around(Account account, ObjectNode value) {
        value.put("messaging_product", "whatsapp")
                .putObject("metadata")
                .put("display_phone_number", account.phone())
                .put("phone_number_id", account.externalId());
        ObjectNode envelope = Json.object().put("object", "whatsapp_business_account");
        ObjectNode entry = envelope.putArray("entry").addObject().put("id", account.business());
        entry.putArray("changes").addObject().put("field", "messages").set("value", value);
        return envelope;
    }

    /** Adds the customer's card; a customer who hides the number is known by the business-scoped id alone. */
    static void contact(ObjectNode value, Account account, String customer, String name) {
        ObjectNode contact = value.putArray("contacts").addObject();
        if (!name.isBlank()) {
            contact.putObject("profile").put("name", name);
        }
        address(contact, account, customer, "wa_id", "user_id");
    }

    static void recipient(ObjectNode status, Account account, String customer) {
        address(status, account, customer, "recipient_id", "recipient_user_id");
    }

    static void sender(ObjectNode message, Account account, String customer) {
        address(message, account, customer, "from", "from_user_id");
    }

    private static void address(ObjectNode node, Account account, String customer, String number, String userId) {
        if (!Phone.isNumber(customer)) {
            node.put(userId, customer);
            return;
        }
        node.put(number, customer).put(userId, Phone.userId(account, customer));
    }
}
