--liquibase formatted sql

--changeset flame:kernel-0063-audit-cuts
--comment: where each chain of the audit log begins since its older rows were removed: the last removed row
CREATE TABLE audit_cuts (
    lane INTEGER PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    removed BIGINT NOT NULL,
    cut_at TIMESTAMPTZ NOT NULL
);
--rollback DROP TABLE audit_cuts;
