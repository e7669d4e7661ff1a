package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.feed.Eyes;
import io.flame.feed.Positions;
import io.flame.feed.Presence;
import io.flame.feed.Rooms;
import io.flame.feed.Subscription;
import io.flame.feed.Typing;
import io.flame.identity.Caller;
import io.flame.identity.ConversationSight;
import io.flame.identity.Role;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Lets clients in and does what they ask for. */
@ApplicationScoped
class Reception {

    private static final System.Logger LOG = System.getLogger(Reception.class.getName());
    private static final String LANGUAGE = "es";
    private static final int LONGEST_TOKEN = 8_192;

    private final TokenCheck tokens;
    private final Positions positions;
    private final Rooms rooms;
    private final Presence presence;
    private final Typing typing;
    private final ConversationSight sight;

    @Inject
    Reception(
            TokenCheck tokens,
            Positions positions,
            Rooms rooms,
            Presence presence,
            Typing typing,
            ConversationSight sight) {
        this.sight = sight;
        this.tokens = tokens;
        this.positions = positions;
        this.rooms = rooms;
        this.presence = presence;
        this.typing = typing;
    }

    /** @param auth what the client gave as {@code auth}: {@code {token, lastEventId?}} */
    void arrive(ClientSocket socket, JsonNode auth) {
        try {
            String token = token(auth);
            Guest guest = check(token);
            Optional<EventPosition> after = positions.find(guest.caller().tenant(), auth.path("lastEventId"));
            admit(socket, token, guest, after);
        } catch (Problem problem) {
            refuse(socket, problem);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "a client could not be let in", e);
            socket.drop();
        }
    }

    void leave(Visit visit) {
        rooms.leave(visit.subscription());
        if (visit.guest().isPerson()) {
            presence.leave(visit.caller());
        }
    }

    void heard(ClientSocket socket, Visit visit, SocketPacket packet) {
        try {
            obey(socket, visit, packet);
            acknowledge(socket, packet, Json.mapper().createObjectNode().put("ok", true));
        } catch (Problem problem) {
            acknowledge(socket, packet, told(problem).put("ok", false));
        }
    }

    /**
     * What holds of a visit now; neither of the two while nobody can tell because something this needs is down.
     *
     * @param refusal why it has to end
     * @param caller who it is, with what he may see now
     */
    record Standing(Optional<Problem> refusal, Optional<Caller> caller) {}

    Standing standing(Visit visit) {
        try {
            Caller now = check(visit.token()).caller();
            same(visit.caller(), now);
            return new Standing(Optional.empty(), Optional.of(now));
        } catch (Problem problem) {
            boolean unknown = problem.code() == ProblemCode.UNAVAILABLE;
            return new Standing(unknown ? Optional.empty() : Optional.of(problem), Optional.empty());
        } catch (RuntimeException e) {
            LOG.log(WARNING, "a token could not be checked: {0}", e.getMessage());
            return new Standing(Optional.empty(), Optional.empty());
        }
    }

    /** From now on a visitor sees what this caller may see. */
    void look(Visit visit, Caller now) {
        visit.subscription().seeWith(Eyes.of(now, sight));
    }

    private void admit(ClientSocket socket, String token, Guest guest, Optional<EventPosition> after) {
        Caller caller = guest.caller();
        socket.send(SocketPacket.connected(Ids.next().toString()));
        Subscription subscription = rooms.enter(caller.tenant(), Eyes.of(caller, sight), after, socket);
        if (guest.isPerson()) {
            presence.enter(caller);
        }
        socket.signIn(new Visit(token, guest, subscription));
        socket.take(List.of(presence.now(caller.tenant())));
    }

    private void obey(ClientSocket socket, Visit visit, SocketPacket packet) {
        switch (packet.event()) {
            case "authenticate" -> {
                String token = token(packet.argument());
                same(visit.caller(), check(token).caller());
                socket.signIn(visit.with(token));
            }
            case "typing" -> typed(visit, packet.argument());
            case "presence" -> socket.take(List.of(presence.now(visit.caller().tenant())));
            default -> throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such event to send");
        }
    }

    private void typed(Visit visit, JsonNode argument) {
        if (!visit.guest().isPerson()) {
            throw Problem.of(ProblemCode.FORBIDDEN, "A key does not type");
        }
        typing.typed(visit.caller(), visit.subscription(), argument);
    }

    private Guest check(String token) {
        Guest guest = tokens.check(token);
        Role role = guest.caller().role();
        if (role != Role.ADMIN && role != Role.AGENT) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The event stream is for agents and administrators");
        }
        return guest;
    }

    private static void same(Caller before, Caller now) {
        if (!before.tenant().equals(now.tenant()) || !before.userId().equals(now.userId())) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The token is somebody else's");
        }
    }

    private static String token(JsonNode auth) {
        JsonNode token = auth.isTextual() ? auth : auth.path("token");
        if (!token.isTextual() || token.textValue().isBlank()) {
            throw Problem.of(ProblemCode.TOKEN_REQUIRED, "auth.token is missing");
        }
        if (token.textValue().length() > LONGEST_TOKEN) {
            throw Problem.of(ProblemCode.TOKEN_INVALID, "auth.token is too long");
        }
        return token.textValue();
    }

    /** A client that is refused stays away until its user does something; one that was merely dropped tries again. */
    private static void refuse(ClientSocket socket, Problem problem) {
        if (problem.code() == ProblemCode.UNAVAILABLE) {
            socket.drop();
            return;
        }
        ObjectNode told = told(problem);
        socket.dismiss(SocketPacket.refused(
                "/",
                told.path("message").asText(),
                told.path("code").asText(),
                told.path("status").asInt()));
    }

    private static void acknowledge(ClientSocket socket, SocketPacket packet, ObjectNode answer) {
        if (!packet.ackId().isEmpty()) {
            socket.send(SocketPacket.ack(packet.ackId(), answer));
        }
    }

    private static ObjectNode told(Problem problem) {
        ObjectNode told = Json.mapper().createObjectNode();
        if (problem.code() == ProblemCode.INVALID_CURSOR) {
            return told.put("message", "invalid_last_event_id")
                    .put("code", "invalid_last_event_id")
                    .put("status", problem.code().status());
        }
        return told.put("message", problem.code().sentence(LANGUAGE))
                .put("code", problem.code().word())
                .put("status", problem.code().status());
    }
}
