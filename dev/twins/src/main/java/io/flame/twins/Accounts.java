package io.flame.twins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.StreamSupport;

/** The connected accounts; more may be added, or replaced, at any time. */
final class Accounts {
    private final Map<String, Account> byKey = new ConcurrentSkipListMap<>();

    Accounts(Collection<Account> accounts) {
        add(accounts);
    }

    static List<Account> parse(JsonNode json) {
        if (!json.isArray()) {
            throw new BadOrder("a JSON array of accounts is needed");
        }
        return StreamSupport.stream(json.spliterator(), false)
                .map(Accounts::parseOne)
                .toList();
    }

    private static Account parseOne(JsonNode json) {
        try {
            return Json.MAPPER.treeToValue(json, Account.class);
        } catch (JsonProcessingException e) {
            throw new BadOrder("not an account, it needs tenant, platform and externalId: " + json);
        }
    }

    void add(Collection<Account> accounts) {
        accounts.forEach(account -> byKey.put(account.key().toString(), account));
    }

    Optional<Account> find(AccountKey key) {
        return Optional.ofNullable(byKey.get(key.toString()));
    }

    /** The named account of a tenant, or its first one on that platform. */
    Account require(String platform, String tenant, String externalId) {
        return byKey.values().stream()
                .filter(account -> account.platform().equals(platform))
                .filter(account -> tenant.isEmpty() || account.tenant().equals(tenant))
                .filter(account -> externalId.isEmpty() || account.externalId().equals(externalId))
                .findFirst()
                .orElseThrow(() -> new BadOrder("no " + platform + " account of tenant '" + tenant
                        + "' is connected here; POST /control/accounts adds one"));
    }

    List<Account> all() {
        return List.copyOf(byKey.values());
    }
}
