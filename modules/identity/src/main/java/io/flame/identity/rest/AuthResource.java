package io.flame.identity.rest;

import io.flame.identity.Bearer;
import io.flame.identity.Holder;
import io.flame.identity.Session;
import io.flame.identity.Sessions;
import io.flame.identity.SignOuts;
import io.flame.identity.Visitor;
import io.flame.identity.WhoAmI;
import io.flame.kernel.ClientAddress;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signing in, staying signed in, and who one is. */
@Path("auth")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuthResource {

    private static final int MAX_EMAIL = 255;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_TOKEN = 16_384;

    private static final Pattern CODE = Pattern.compile("[0-9]{6,8}");

    private final Sessions sessions;
    private final SignOuts signOuts;
    private final ClientAddress addresses;
    private final HttpServletRequest servlet;

    @Inject
    public AuthResource(Sessions sessions, SignOuts signOuts, ClientAddress addresses, HttpServletRequest servlet) {
        this.sessions = sessions;
        this.signOuts = signOuts;
        this.addresses = addresses;
        this.servlet = servlet;
    }

    @POST
    @Path("login")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Session login(LoginRequest request) {
        RequiredText texts = new RequiredText();
        String email = texts.check("email", request.email(), MAX_EMAIL);
        String password = texts.check("password", request.password(), MAX_PASSWORD);
        Optional<String> otp = otp(request, texts);
        texts.throwIfAny();
        return sessions.login(email.strip(), password, otp, tenant(request.tenant()), visitor());
    }

    /** People copy codes with a blank in the middle. */
    private static Optional<String> otp(LoginRequest request, RequiredText texts) {
        if (request.otp() == null) {
            return Optional.empty();
        }
        String code = request.otp().replace(" ", "");
        texts.require(CODE.matcher(code).matches(), "otp", "malformed", "must be a code of six to eight digits");
        return Optional.of(code);
    }

    @POST
    @Path("refresh")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Session refresh(RefreshRequest request) {
        RequiredText texts = new RequiredText();
        String token = texts.check("refreshToken", request.refreshToken(), MAX_TOKEN);
        texts.throwIfAny();
        return sessions.refresh(token, tenant(request.tenant()), visitor());
    }

    /** The refresh token is all that is needed: the access token may have expired. */
    @POST
    @Path("logout")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public void logout(LogoutRequest request) {
        RequiredText texts = new RequiredText();
        String token = texts.check("refreshToken", request.refreshToken(), MAX_TOKEN);
        texts.throwIfAny();
        signOuts.logout(token);
    }

    /** Takes any body or none. */
    @POST
    @Path("logout-all")
    @RolesAllowed({"admin", "agent", "user", "operator"})
    @Consumes(MediaType.WILDCARD)
    public void logoutAll(@Context SecurityContext security) {
        signOuts.endAll(Holder.of(security).userId());
    }

    @GET
    @Path("me")
    @RolesAllowed({"admin", "agent", "user", "operator"})
    public WhoAmI me(@Context SecurityContext security) {
        return sessions.describe(Bearer.of(security));
    }

    private Visitor visitor() {
        String address = addresses.of(servlet.getRemoteAddr(), servlet.getHeaders(ClientAddress.FORWARDED));
        return new Visitor(Visitor.device(servlet.getHeader(HttpHeaders.USER_AGENT)), address);
    }

    /** A blank one is none. */
    private static Optional<String> tenant(@Nullable String slug) {
        return Optional.ofNullable(slug).map(String::strip).filter(text -> !text.isEmpty());
    }
}
