package io.flame.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.Bearer;
import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.identity.keys.KeyHolder;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BearerMechanismTest {

    private static final Bearer ROBOT = new KeyHolder(
            new Caller(TenantId.of("acme"), UUID.randomUUID(), "flk_acme_1", "Robot", Role.AGENT), Set.of());

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, Object> told = new HashMap<>();
    private final HttpServletResponse response = fake(HttpServletResponse.class, (proxy, method, arguments) -> {
        throw new AssertionError("the mechanism must not touch the response: " + method);
    });
    private Principal signedIn;
    private Set<?> groups = Set.of();

    @Test
    void looksAtNoTokenBeforeAnOperationAsks() {
        BearerMechanism mechanism = mechanism(token -> ROBOT);

        AuthenticationStatus status = mechanism.validateRequest(request(mechanism), response, context(false));

        assertThat(status).isEqualTo(AuthenticationStatus.NOT_DONE);
        assertThat(asked).hasValue(0);
    }

    @Test
    void tellsTheContainerWhoCalls() {
        BearerMechanism mechanism = mechanism(token -> ROBOT);

        Bearer bearer = BearerMechanism.authenticate(request(mechanism), response);

        assertThat(bearer).isSameAs(ROBOT).isSameAs(signedIn);
        assertThat(groups).isEqualTo(Set.of("agent"));
        assertThat(told).containsEntry("jakarta.servlet.http.authType", "Bearer");
    }

    @Test
    void leavesTheRefusalToWhoeverAsked() {
        Problem refusal = Problem.of(ProblemCode.TOKEN_INVALID, "The access token is invalid or has expired");
        BearerMechanism mechanism = mechanism(token -> {
            throw refusal;
        });

        assertThatThrownBy(() -> BearerMechanism.authenticate(request(mechanism), response))
                .isSameAs(refusal);
        assertThat(signedIn).isNull();
    }

    @Test
    void letsNobodyInWhenTheCheckItselfBreaks() {
        IllegalStateException broken = new IllegalStateException("invented");
        BearerMechanism mechanism = mechanism(token -> {
            throw broken;
        });

        assertThatThrownBy(() -> BearerMechanism.authenticate(request(mechanism), response))
                .isSameAs(broken);
        assertThat(signedIn).isNull();
    }

    @Test
    void letsNobodyInWhenTheContainerDoesNotAsk() {
        HttpServletRequest deaf = fake(
                HttpServletRequest.class,
                (proxy, method, arguments) -> method.getName().equals("authenticate") ? Boolean.TRUE : null);

        assertThatThrownBy(() -> BearerMechanism.authenticate(deaf, response))
                .isInstanceOf(IllegalStateException.class);
    }

    private BearerMechanism mechanism(Function<String, Bearer> tokens) {
        return new BearerMechanism(new Callers(
                text -> {
                    asked.incrementAndGet();
                    return tokens.apply(text);
                },
                key -> ROBOT));
    }

    /** A container that asks the mechanism when it is asked itself. */
    private HttpServletRequest request(BearerMechanism mechanism) {
        return fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "authenticate" ->
                mechanism.validateRequest((HttpServletRequest) proxy, response, context(true))
                        == AuthenticationStatus.SUCCESS;
            case "getHeader" -> arguments[0].equals("Authorization") ? "Bearer a.b.c" : null;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "getUserPrincipal" -> signedIn;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private HttpMessageContext context(boolean isAskedFor) {
        return fake(HttpMessageContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "isProtected" -> isAskedFor;
            case "doNothing" -> AuthenticationStatus.NOT_DONE;
            case "getMessageInfo" -> fake(MessageInfo.class, (info, getMap, none) -> told);
            case "notifyContainerAboutLogin" -> {
                signedIn = (Principal) arguments[0];
                groups = (Set<?>) arguments[1];
                yield AuthenticationStatus.SUCCESS;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(BearerMechanismTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
