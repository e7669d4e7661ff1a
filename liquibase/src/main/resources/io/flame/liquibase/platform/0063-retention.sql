--liquibase formatted sql

--changeset flame:platform-0063-retention-due
--comment: when what a tenant need not keep is looked for next; tenants that are there already get their turns over a day
ALTER TABLE flame.tenants ADD COLUMN retention_due_at TIMESTAMPTZ NOT NULL DEFAULT now() + random() * interval '1 day';
CREATE INDEX tenants_retention_due ON flame.tenants (retention_due_at);
--rollback DROP INDEX flame.tenants_retention_due; ALTER TABLE flame.tenants DROP COLUMN retention_due_at;

--changeset flame:platform-0063-quarantine-tenant
--comment: whose it is, where that is known: an erasure looks there, and it goes with the tenant
ALTER TABLE flame.quarantine ADD COLUMN tenant VARCHAR(40) REFERENCES flame.tenants (slug) ON DELETE CASCADE;
UPDATE flame.quarantine q SET tenant = t.slug FROM flame.tenants t WHERE q.reason = 'not_stored:' || t.slug;
CREATE INDEX quarantine_tenant ON flame.quarantine (tenant) WHERE tenant IS NOT NULL;
--rollback DROP INDEX flame.quarantine_tenant; ALTER TABLE flame.quarantine DROP COLUMN tenant;

--changeset flame:platform-0063-erase-list
--comment: SHA-256 of the ids of contacts that were erased; it names nobody, and outlives what a restore brings back
CREATE TABLE flame.erase_list (
    contact_hash BYTEA PRIMARY KEY,
    erased_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX erase_list_erased ON flame.erase_list (erased_at);
--rollback DROP TABLE flame.erase_list;

--changeset flame:platform-0063-forget-contact splitStatements:false
--comment: what a tenant's erasure does outside of its schema; the tenant is read from the role, never passed in
--comment: returns how much of the tenant's own in the quarantine held one of the words, and is gone
CREATE FUNCTION flame.forget_contact(contact UUID, job_keys TEXT[], words TEXT[]) RETURNS BIGINT
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
INSERT INTO flame.erase_list (contact_hash) VALUES (sha256(convert_to(contact::text, 'UTF8'))) ON CONFLICT DO NOTHING;
UPDATE flame.jobs SET last_error = ''
 WHERE tenant = substring(current_setting('role') FROM '^flame_t_(.+)$') AND key = ANY (job_keys) AND last_error <> '';
WITH gone AS (
    DELETE FROM flame.quarantine q
     WHERE q.tenant = substring(current_setting('role') FROM '^flame_t_(.+)$')
       AND EXISTS (SELECT 1 FROM unnest(words) AS w (word) WHERE position(convert_to(w.word, 'UTF8') IN q.body) > 0)
    RETURNING 1)
SELECT count(*) FROM gone
$$;
--rollback DROP FUNCTION flame.forget_contact(UUID, TEXT[], TEXT[]);

--changeset flame:platform-0063-erased-among splitStatements:false
--comment: which of these contacts stand in the erase list
CREATE FUNCTION flame.erased_among(contacts UUID[]) RETURNS SETOF UUID
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
SELECT c.id FROM unnest(contacts) AS c (id)
  JOIN flame.erase_list e ON e.contact_hash = sha256(convert_to(c.id::text, 'UTF8'))
$$;
--rollback DROP FUNCTION flame.erased_among(UUID[]);

--changeset flame:platform-0063-audit-cuts
--comment: where each chain of the platform's audit log begins since its older rows were removed: the last removed row
CREATE TABLE flame.audit_cuts (
    lane INTEGER PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    removed BIGINT NOT NULL,
    cut_at TIMESTAMPTZ NOT NULL
);
--rollback DROP TABLE flame.audit_cuts;

--changeset flame:platform-0063-cut-audit-log splitStatements:false
--comment: the only way by which rows leave an audit log: the oldest of each chain, none younger than 180 days, never the last
--comment: the log is that of the tenant whose role calls, or the platform's; returns how many rows are gone
CREATE FUNCTION flame.cut_audit_log(cut_before TIMESTAMPTZ, most INTEGER) RETURNS BIGINT
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    place TEXT := coalesce('t_' || substring(current_setting('role') FROM '^flame_t_(.+)$'), 'flame');
    latest TIMESTAMPTZ := least(cut_before, clock_timestamp() - interval '180 days');
    total BIGINT := 0;
    part BIGINT;
BEGIN
    FOR link IN 0..7 LOOP
        EXECUTE format($sql$
            WITH oldest AS (
                SELECT a.seq, a.at, a.hash FROM %1$I.audit_log a
                 WHERE a.lane = $1 AND a.seq < (SELECT max(l.seq) FROM %1$I.audit_log l WHERE l.lane = $1)
                 ORDER BY a.seq LIMIT $2),
            final AS (
                SELECT o.seq, o.hash FROM oldest o
                 WHERE o.seq < coalesce((SELECT min(k.seq) FROM oldest k WHERE k.at >= $3), o.seq + 1)
                 ORDER BY o.seq DESC LIMIT 1),
            gone AS (
                DELETE FROM %1$I.audit_log a USING final f WHERE a.lane = $1 AND a.seq <= f.seq RETURNING 1),
            noted AS (
                INSERT INTO %1$I.audit_cuts AS c (lane, seq, hash, removed, cut_at)
                SELECT $1, f.seq, f.hash, (SELECT count(*) FROM gone), clock_timestamp() FROM final f
                ON CONFLICT (lane) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                    removed = c.removed + excluded.removed, cut_at = excluded.cut_at)
            SELECT count(*) FROM gone$sql$, place) INTO part USING link, most, latest;
        total := total + part;
    END LOOP;
    RETURN total;
END
$$;
--rollback DROP FUNCTION flame.cut_audit_log(TIMESTAMPTZ, INTEGER);
