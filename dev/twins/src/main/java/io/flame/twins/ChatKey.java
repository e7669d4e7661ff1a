package io.flame.twins;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One customer with one business account. */
record ChatKey(AccountKey account, String customer) {

    ObjectNode json() {
        return Json.object().put("account", account.toString()).put("customer", customer);
    }
}
