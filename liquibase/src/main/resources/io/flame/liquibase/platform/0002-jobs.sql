--liquibase formatted sql

--changeset flame:platform-0002-jobs
--comment: one row is one mailbox that has work; signals counts wake-ups so that none is lost while a runner finishes
CREATE TABLE flame.jobs (
    tenant VARCHAR(40) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    key VARCHAR(100) NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    signals BIGINT NOT NULL DEFAULT 1,
    attempts INTEGER NOT NULL DEFAULT 0,
    locked_by UUID,
    locked_until TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, kind, key)
) WITH (fillfactor = 70);
CREATE INDEX jobs_due ON flame.jobs (tenant, due_at);
--rollback DROP TABLE flame.jobs;

--changeset flame:platform-0002-enqueue splitStatements:false
--comment: the only door from a tenant's transaction to the job table; the tenant is read from the role, never passed in
--comment: in any other role there is no tenant, and the NOT NULL of its column refuses the job
CREATE FUNCTION flame.enqueue(job_kind VARCHAR, job_key VARCHAR, job_due TIMESTAMPTZ) RETURNS VOID
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
INSERT INTO flame.jobs AS j (tenant, kind, key, due_at)
VALUES (substring(current_setting('role') FROM '^flame_t_(.+)$'), job_kind, job_key, job_due)
ON CONFLICT (tenant, kind, key) DO UPDATE
    SET signals = j.signals + 1, due_at = least(j.due_at, excluded.due_at)
$$;
--rollback DROP FUNCTION flame.enqueue(VARCHAR, VARCHAR, TIMESTAMPTZ);
