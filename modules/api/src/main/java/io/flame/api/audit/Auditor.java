package io.flame.api.audit;

import static java.lang.System.Logger.Level.ERROR;

import io.flame.identity.Caller;
import io.flame.identity.Holder;
import io.flame.identity.Operator;
import io.flame.identity.Role;
import io.flame.identity.Session;
import io.flame.identity.people.JoinedMember;
import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.RequestOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is to be written down about a request, and where. What a member of a tenant or an operator does is written
 * by the transaction that does it; what anybody else does, once it is known how it has ended.
 */
@ApplicationScoped
public class Auditor {

    private static final System.Logger LOG = System.getLogger(Auditor.class.getName());

    private static final String REFRESH = "POST /api/auth/refresh";

    private final AuditLog log;
    private final RequestOrigin origin;

    @Inject
    public Auditor(AuditLog log, RequestOrigin origin) {
        this.log = log;
        this.origin = origin;
    }

    Deed begin(ContainerRequestContext request, String action) throws IOException {
        Holder holder =
                Holder.behind(request.getSecurityContext().getUserPrincipal()).orElse(null);
        AuditActor actor = holder == null ? AuditActor.anonymous(GivenEmail.of(request)) : actor(holder);
        AuditEntry entry = AuditEntry.intended(actor, action, target(request), origin.current());
        if (holder instanceof Caller caller) {
            return new Deed(caller.tenant(), entry, log.expect(caller.tenant(), entry));
        }
        if (holder instanceof Operator) {
            return new Deed(null, entry, log.expect(null, entry));
        }
        return new Deed(null, entry, null);
    }

    /**
     * An entry that a transaction has written stands; another one follows when the answer is a refusal all the same.
     * What cannot be written now is told in the server's log: the deed is done.
     */
    void end(Deed deed, ContainerResponseContext response) {
        log.settle();
        int status = response.getStatus();
        if (status < 400 && (deed.isWritten() || isRoutine(deed))) {
            return;
        }
        Deed ended = known(deed, response);
        try {
            log.append(ended.tenant(), ended.entry().answered(status));
        } catch (RuntimeException e) {
            LOG.log(
                    ERROR,
                    "not in the audit log: {0} by {1}, answered {2}: {3}",
                    ended.entry().action(),
                    ended.entry().actor().id(),
                    status,
                    e.getMessage());
        }
    }

    /** Portals do it every few minutes; a refusal, though, may be a stolen token. */
    private static boolean isRoutine(Deed deed) {
        return deed.entry().action().equals(REFRESH);
    }

    /** Whoever has just signed in, or joined, was nobody when the request began. */
    private static Deed known(Deed deed, ContainerResponseContext response) {
        if (deed.tenant() != null) {
            return deed;
        }
        return switch (response.getEntity()) {
            case Session session -> deed.by(session.user());
            case JoinedMember joined -> deed.by(joined);
            case null, default -> deed;
        };
    }

    private static AuditActor actor(Holder holder) {
        return switch (holder) {
            case Caller caller ->
                new AuditActor(
                        isPerson(caller) ? "user" : "key",
                        caller.userId().toString(),
                        caller.email(),
                        caller.role().word());
            case Operator operator ->
                new AuditActor("operator", operator.userId().toString(), operator.email(), Role.OPERATOR.word());
        };
    }

    /** A service key has its public beginning where a person has an e-mail address. */
    private static boolean isPerson(Caller caller) {
        return caller.email().contains("@");
    }

    /** The innermost id of the path. */
    private static @Nullable String target(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        List<String> ids = request.getUriInfo().getPathParameters().values().stream()
                .flatMap(List::stream)
                .toList();
        return ids.stream()
                .max(java.util.Comparator.comparingInt(path::lastIndexOf))
                .orElse(null);
    }
}
