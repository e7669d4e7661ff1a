package io.flame.identity.mail;

import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Sends mails of one kind, two at a time: a mail server that hangs must not keep the workers from everything else. */
public abstract class MailJob implements JobHandler {

    private static final int MOST_AT_ONCE = 2;
    private static final Duration FOR_A_PLACE = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    @Override
    public JobOutcome run(JobRun job) throws MailFailure {
        if (!places.tryAcquire()) {
            return JobOutcome.later(FOR_A_PLACE);
        }
        try {
            send(job);
            return JobOutcome.done();
        } finally {
            places.release();
        }
    }

    /** Sends the mail that the job names, if it is still to be sent. */
    protected abstract void send(JobRun job) throws MailFailure;
}
