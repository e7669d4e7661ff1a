--liquibase formatted sql

--changeset flame:kernel-0062-usage-ai-tokens
--comment: how many tokens language models have read and written for the tenant in each month of its own calendar; lanes as in usage_messages
CREATE TABLE usage_ai_tokens (
    month DATE NOT NULL,
    lane INTEGER NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (month, lane)
) WITH (fillfactor = 50);
--rollback DROP TABLE usage_ai_tokens;
