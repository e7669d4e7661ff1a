package io.flame.identity;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. Of {@code X-Forwarded-For} only what the installation's own proxies have written counts, as
 * many entries from the right as {@code FLAME_TRUSTED_PROXIES} says: the rest is the client's invention.
 */
@ApplicationScoped
public class Origin {

    /** The header that proxies write. */
    public static final String FORWARDED = "X-Forwarded-For";

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");
    private static final int MOST_PROXIES = 16;

    private final int proxies;

    @Inject
    public Origin(Settings settings) {
        this.proxies = settings.integer("FLAME_TRUSTED_PROXIES", 0, 0, MOST_PROXIES);
    }

    /**
     * The address as text.
     *
     * @param remote at the other end of the connection
     * @param forwarded every {@value #FORWARDED} header of the request
     */
    public String of(@Nullable String remote, Collection<String> forwarded) {
        List<String> hops = forwarded.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList();
        String nearest = String.valueOf(remote);
        if (proxies == 0 || hops.size() < proxies) {
            return nearest;
        }
        String claimed = hops.get(hops.size() - proxies);
        return ADDRESS.matcher(claimed).matches() ? claimed : nearest;
    }
}
