package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an assistant needs of a conversation. New customer messages enqueue the job {@link #JOB} with the conversation's
 * id as key; its handler asks for the waiting {@link Turn} and settles it, in one transaction, by exactly one of
 * {@link #answer} and {@link #stayQuiet}.
 */
@ApplicationScoped
public class Mailbox {

    /** The kind of the job that decides on new customer messages. */
    public static final String JOB = "answer";

    @Inject
    public Mailbox() {}

    /** Locks the conversation and gives what waits in it; empty when everything has been decided. */
    public Optional<Turn> open(Transaction tx, UUID conversationId) throws SQLException {
        return Optional.empty();
    }

    /**
     * Answers the turn: stores the reply as {@code queued}, the decision with its reason, and the job that sends it.
     *
     * @param reason a stable word, such as {@code within_schedule}
     * @param detail a JSON object that explains the decision, or null
     * @return the id of the reply
     */
    public UUID answer(Transaction tx, Turn turn, UUID assistantId, String text, String reason, @Nullable String detail)
            throws SQLException {
        return turn.conversationId();
    }

    /** Decides to say nothing, and keeps why. */
    public void stayQuiet(Transaction tx, Turn turn, Optional<UUID> assistantId, String reason, @Nullable String detail)
            throws SQLException {}
}
