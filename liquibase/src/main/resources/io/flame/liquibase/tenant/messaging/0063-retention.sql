--liquibase formatted sql

--changeset flame:messaging-0063-removed-counts
--comment: statistics of what was removed by age, by day of the tenant's calendar; what is still there counts itself
--comment: kind is a message's sender, a decision's outcome or file
CREATE TABLE removed_counts (
    day DATE NOT NULL,
    platform VARCHAR(50) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, platform, kind)
);
--rollback DROP TABLE removed_counts;

--changeset flame:messaging-0063-messages-age
--comment: finds old messages once a day; costs next to nothing when messages are written
CREATE INDEX messages_age ON messages USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
--rollback DROP INDEX messages_age;
