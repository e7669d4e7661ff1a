package io.flame.assistant;

import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.Room;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import io.flame.messaging.Mailbox;
import io.flame.messaging.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Settles what waits in a conversation: an answer or silence, with the reason, in one transaction. */
@ApplicationScoped
class AnswerJob implements JobHandler {

    private final Database database;
    private final Mailbox mailbox;
    private final Teams teams;
    private final TenantZones zones;
    private final Usage usage;
    private final Clock clock;

    @Inject
    AnswerJob(Database database, Mailbox mailbox, Teams teams, TenantZones zones, Usage usage, Clock clock) {
        this.database = database;
        this.mailbox = mailbox;
        this.teams = teams;
        this.zones = zones;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Mailbox.JOB;
    }

    @Override
    public JobOutcome run(JobRun job) {
        Optional<UUID> conversation = Ids.parse(job.key());
        conversation.ifPresent(id -> settle(job.tenant(), id));
        return JobOutcome.done();
    }

    private void settle(TenantId tenant, UUID conversation) {
        Team team = teams.of(tenant);
        ZoneId zone = zones.of(tenant);
        TenantQuota quota = usage.quota(tenant);
        database.runInTenant(tenant, tx -> {
            Room room = usage.room(tx, quota, Limit.MESSAGES);
            Optional<Turn> waiting = mailbox.open(tx, conversation);
            if (waiting.isPresent()) {
                Turn turn = waiting.get();
                Decision decision = Decider.decide(turn, upToDate(tx, turn, team, zone), clock.instant());
                settle(tx, turn, affordable(decision, room), quota);
            }
        });
    }

    /** An assistant chosen a moment ago may be too new for what this node remembers. */
    private Team upToDate(Transaction tx, Turn turn, Team team, ZoneId zone) throws SQLException {
        boolean knowsAll = Stream.of(turn.assignedAssistant(), turn.defaultAssistant())
                .flatMap(Optional::stream)
                .allMatch(id -> team.member(id).isPresent());
        return knowsAll ? team : teams.read(tx, zone);
    }

    /** Past the month's limit an answer becomes silence, which says so. */
    private static Decision affordable(Decision decision, Room room) throws SQLException {
        return decision instanceof Decision.Answer answer && !room.take(1)
                ? new Decision.Silence(Optional.of(answer.assistantId()), Reason.QUOTA_EXCEEDED, answer.explanation())
                : decision;
    }

    private void settle(Transaction tx, Turn turn, Decision decision, TenantQuota quota) throws SQLException {
        switch (decision) {
            case Decision.Answer answer ->
                mailbox.answer(
                        tx,
                        turn,
                        quota,
                        answer.assistantId(),
                        answer.text(),
                        answer.reason().word(),
                        Json.write(answer.explanation()));
            case Decision.Silence silence ->
                mailbox.stayQuiet(
                        tx, turn, silence.assistantId(), silence.reason().word(), Json.write(silence.explanation()));
        }
    }
}
