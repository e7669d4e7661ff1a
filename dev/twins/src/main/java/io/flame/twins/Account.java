package io.flame.twins;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A business's account at a provider, as FLAME has it connected.
 *
 * @param tenant slug of the FLAME tenant that connected it
 * @param platform {@code whatsapp}, later also {@code facebook}, {@code instagram}, {@code telegram}
 * @param externalId the provider's id by which FLAME routes: on WhatsApp the phone number id
 * @param businessId the provider's id of the owner: on WhatsApp the business account (WABA)
 * @param displayPhone the number that customers see, digits only
 * @param appSecret key of the webhook signature; without one nothing can be delivered
 * @param name what the page calls it; the tenant's slug when absent
 * @param accessToken the only bearer token to accept; when absent every token is good
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Account(
        String tenant,
        String platform,
        String externalId,
        @Nullable String businessId,
        @Nullable String displayPhone,
        @Nullable String appSecret,
        @Nullable String name,
        @Nullable String accessToken) {

    /** Checks that what identifies the account is there. */
    public Account {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(externalId, "externalId");
    }

    AccountKey key() {
        return new AccountKey(platform, externalId);
    }

    String title() {
        return name == null ? tenant : name;
    }

    String phone() {
        return displayPhone == null ? externalId : displayPhone;
    }

    String business() {
        return businessId == null ? externalId : businessId;
    }
}
