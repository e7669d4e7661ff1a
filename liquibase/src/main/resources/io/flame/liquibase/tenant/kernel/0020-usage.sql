--liquibase formatted sql

--changeset flame:kernel-0020-usage-messages
--comment: how many messages the tenant has sent in each month of its own calendar
--comment: eight rows a month, so that transactions of different connections need not wait for each other's commits
CREATE TABLE usage_messages (
    month DATE NOT NULL,
    lane INTEGER NOT NULL,
    sent BIGINT NOT NULL,
    PRIMARY KEY (month, lane)
) WITH (fillfactor = 50);
--rollback DROP TABLE usage_messages;

--changeset flame:kernel-0020-usage-alarms
--comment: what has been told about a limit, so that it is told once a month
CREATE TABLE usage_alarms (
    name VARCHAR(40) NOT NULL,
    month DATE NOT NULL,
    percent INTEGER NOT NULL,
    told_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (name, month, percent)
);
--rollback DROP TABLE usage_alarms;
