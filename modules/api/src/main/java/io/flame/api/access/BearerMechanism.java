package io.flame.api.access;

import io.flame.identity.Bearer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The one way in for access tokens and service keys. The container asks before every request, and is told nothing then:
 * an operation that is open to everybody must not care what token comes along, and a refusal belongs behind the filter
 * that gives every answer its headers. The guard of an operation asks for the caller by {@link #authenticate}.
 */
@ApplicationScoped
public class BearerMechanism implements HttpAuthenticationMechanism {

    /** The container makes a 500 of an exception that leaves the mechanism, so it travels here. */
    private static final String REFUSAL = BearerMechanism.class.getName();

    /** By this name Jakarta Authentication takes what {@link HttpServletRequest#getAuthType} is to say. */
    private static final String SCHEME = "jakarta.servlet.http.authType";

    private final Callers callers;

    @Inject
    public BearerMechanism(Callers callers) {
        this.callers = callers;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected()) {
            return context.doNothing();
        }
        try {
            Bearer bearer = callers.identify(request.getHeader("Authorization"));
            remember(context);
            return context.notifyContainerAboutLogin(bearer, bearer.getGroups());
        } catch (RuntimeException e) {
            request.setAttribute(REFUSAL, e);
            return AuthenticationStatus.SEND_FAILURE;
        }
    }

    /** There is nothing to add to an answer; the default would do so by way of a callback into the container. */
    @Override
    public AuthenticationStatus secureResponse(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        return AuthenticationStatus.SUCCESS;
    }

    @SuppressWarnings("unchecked")
    private static void remember(HttpMessageContext context) {
        context.getMessageInfo().getMap().put(SCHEME, "Bearer");
    }

    /**
     * Who calls; from now on the container knows too.
     *
     * @throws io.flame.kernel.Problem as {@link Callers#identify}
     */
    static Bearer authenticate(HttpServletRequest request, HttpServletResponse response) {
        try {
            if (request.authenticate(response) && request.getUserPrincipal() instanceof Bearer bearer) {
                return bearer;
            }
        } catch (IOException | ServletException e) {
            throw new IllegalStateException("the container could not ask who is calling", e);
        }
        if (request.getAttribute(REFUSAL) instanceof RuntimeException refusal) {
            throw refusal;
        }
        throw new IllegalStateException("the container has not asked who is calling");
    }
}
