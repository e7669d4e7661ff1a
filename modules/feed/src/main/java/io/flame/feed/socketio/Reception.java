package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.feed.Positions;
import io.flame.feed.Presence;
import io.flame.feed.Rooms;
import io.flame.feed.Subscription;
import io.flame.feed.Typing;
import io.flame.identity.Caller;
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

    @Inject
    Reception(TokenCheck tokens, Positions positions, Rooms rooms, Presence presence, Typing typing) {
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
            Caller caller = check(token);
            Optional<EventPosition> after = positions.find(caller.tenant(), auth.path("lastEventId"));
            admit(socket, token, caller, after);
        } catch (Problem problem) {
            refuse(socket, problem);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "a client could not be let in", e);
            socket.drop();
        }
    }

    void leave(Visit visit) {
        rooms.leave(visit.subscription());
        presence.leave(visit.caller());
    }

    void heard(ClientSocket socket, Visit visit, SocketPacket packet) {
        try {
            obey(socket, visit, packet);
            acknowledge(socket, packet, Json.mapper().createObjectNode().put("ok", true));
        } catch (Problem problem) {
            acknowledge(socket, packet, told(problem).put("ok", false));
        }
    }

    /** Empty while the token is good, or while nobody can tell because something this needs is down. */
    Optional<Problem> refusal(Visit visit) {
        try {
            same(visit.caller(), check(visit.token()));
            return Optional.empty();
        } catch (Problem problem) {
            return problem.code() == ProblemCode.UNAVAILABLE ? Optional.empty() : Optional.of(problem);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "a token could not be checked: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private void admit(ClientSocket socket, String token, Caller caller, Optional<EventPosition> after) {
        socket.send(SocketPacket.connected(Ids.next().toString()));
        Subscription subscription = rooms.enter(caller.tenant(), after, socket);
        presence.enter(caller);
        socket.signIn(new Visit(token, caller, subscription));
        socket.take(List.of(presence.now(caller.tenant())));
    }

    private void obey(ClientSocket socket, Visit visit, SocketPacket packet) {
        switch (packet.event()) {
            case "authenticate" -> {
                String token = token(packet.argument());
                same(visit.caller(), check(token));
                socket.signIn(visit.with(token));
            }
            case "typing" -> typing.typed(visit.caller(), visit.subscription(), packet.argument());
            case "presence" -> socket.take(List.of(presence.now(visit.caller().tenant())));
            default -> throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such event to send");
        }
    }

    private Caller check(String token) {
        Caller caller = tokens.check(token);
        if (caller.role() != Role.ADMIN && caller.role() != Role.AGENT) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The event stream is for agents and administrators");
        }
        if (!caller.seesAll()) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The stream tells of all conversations, and you may see only some");
        }
        return caller;
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
