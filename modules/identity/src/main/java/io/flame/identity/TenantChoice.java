package io.flame.identity;

import io.flame.identity.Whereabouts.Seen;
import io.flame.identity.keycloak.IssuedTokens;
import io.flame.identity.keycloak.KeycloakLogin;
import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a session into one of the tenants of its user. Keycloak narrows an access token to one organization when a
 * refresh asks for it; the refresh token goes on standing for all of them, once the user has more than one.
 */
@ApplicationScoped
class TenantChoice {

    private final KeycloakLogin login;
    private final KeycloakUsers users;
    private final AccessTokens tokens;
    private final Tenancies tenancies;
    private final Whereabouts whereabouts;

    @Inject
    TenantChoice(
            KeycloakLogin login,
            KeycloakUsers users,
            AccessTokens tokens,
            Tenancies tenancies,
            Whereabouts whereabouts) {
        this.login = login;
        this.users = users;
        this.tokens = tokens;
        this.tenancies = tenancies;
        this.whereabouts = whereabouts;
    }

    /**
     * The same session in the wanted tenant; otherwise in the one where the user was last, or came first.
     *
     * @throws Problem 403 when the user does not belong to the wanted tenant, whether there is one or not, or when it is
     *     suspended
     */
    IssuedTokens settle(IssuedTokens issued, Optional<String> wanted) {
        TokenClaims claims = tokens.claims(issued.accessToken());
        if (wanted.isEmpty() && claims.organizations().size() < 2) {
            return issued;
        }
        List<Tenancy> mine = tenancies.of(claims.userId());
        if (wanted.isEmpty()) {
            return usual(claims, mine)
                    .map(tenancy -> enter(issued, claims, tenancy))
                    .orElse(issued);
        }
        Tenancy target = find(mine, wanted.get());
        IssuedTokens entered = enter(issued, claims, target);
        if (!names(entered, target)) {
            throw notTheirs();
        }
        return entered;
    }

    /**
     * The new pair for a refresh token whose session stays where it is.
     *
     * @throws Problem 403 when that tenant is suspended, before anything is exchanged
     */
    IssuedTokens stay(String refreshToken, String session) {
        Optional<Seen> last = whereabouts.find(session);
        last.ifPresent(this::refuseSuspended);
        Optional<String> tenant = last.map(Seen::tenant);
        IssuedTokens issued = login.byRefreshToken(refreshToken, tenant);
        if (tenant.isPresent()
                && tokens.claims(issued.accessToken()).organizations().isEmpty()) {
            return settle(login.byRefreshToken(issued.refreshToken(), Optional.empty()), Optional.empty());
        }
        return settle(issued, Optional.empty());
    }

    /** Whoever hears it keeps a token that is good for another tenant. */
    private void refuseSuspended(Seen last) {
        boolean suspended = tenancies.of(last.userId()).stream()
                .anyMatch(tenancy -> tenancy.suspended() && tenancy.slug().equals(last.tenant()));
        if (suspended) {
            throw suspended();
        }
    }

    /** Refuses as {@link #settle} does. */
    void require(UUID userId, String tenant) {
        find(tenancies.of(userId), tenant);
    }

    private IssuedTokens enter(IssuedTokens issued, TokenClaims claims, Tenancy target) {
        boolean there = claims.organizations().size() == 1
                && claims.chosenTenant().filter(target.slug()::equals).isPresent();
        IssuedTokens entered = there ? issued : narrowed(issued, target);
        String role = target.role().word();
        if (tokens.claims(entered.accessToken()).role().equals(role)) {
            return entered;
        }
        users.setRole(claims.userId(), role);
        return narrowed(entered, target);
    }

    private IssuedTokens narrowed(IssuedTokens issued, Tenancy target) {
        Optional<String> slug = Optional.of(target.slug());
        IssuedTokens narrowed = login.byRefreshToken(issued.refreshToken(), slug);
        if (names(narrowed, target)) {
            return narrowed;
        }
        IssuedTokens all = login.forAllOrganizations(narrowed.accessToken());
        return login.byRefreshToken(all.refreshToken(), slug);
    }

    private boolean names(IssuedTokens issued, Tenancy tenancy) {
        return tokens.claims(issued.accessToken()).organizations().contains(tenancy.slug());
    }

    private Optional<Tenancy> usual(TokenClaims claims, List<Tenancy> mine) {
        List<Tenancy> open = mine.stream()
                .filter(tenancy -> !tenancy.suspended())
                .filter(tenancy -> claims.organizations().contains(tenancy.slug()))
                .toList();
        Optional<String> last = whereabouts.lastTenantOf(claims.userId());
        return open.stream()
                .filter(tenancy -> last.filter(tenancy.slug()::equals).isPresent())
                .findFirst()
                .or(() -> open.stream().findFirst())
                .or(() -> mine.stream().findFirst());
    }

    private static Tenancy find(List<Tenancy> mine, String slug) {
        Tenancy found = mine.stream()
                .filter(tenancy -> tenancy.slug().equals(slug))
                .findFirst()
                .orElseThrow(TenantChoice::notTheirs);
        if (found.suspended()) {
            throw suspended();
        }
        return found;
    }

    private static Problem suspended() {
        return Problem.of(ProblemCode.TENANT_SUSPENDED, "The account of this business is suspended");
    }

    private static Problem notTheirs() {
        return Problem.of(ProblemCode.FORBIDDEN, "You belong to no such tenant");
    }
}
