package io.flame.twins;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may call the Graph API. */
final class GraphAccess {

    private GraphAccess() {}

    /**
     * Says what is wrong with the caller's token. Any token is good for an account that names none, and for an account that
     * nobody connected here: tests connect accounts of their own in FLAME without telling the twins.
     */
    static Optional<GraphError> refuse(Call call, Optional<Account> account) {
        String token = call.bearer().orElse("");
        if (token.isEmpty()) {
            return Optional.of(GraphError.of(401, 190, "An access token is required to request this resource."));
        }
        @Nullable String expected = account.map(Account::accessToken).orElse(null);
        return expected == null || expected.equals(token)
                ? Optional.empty()
                : Optional.of(GraphError.of(401, 190, "The access token is not one of this account."));
    }
}
