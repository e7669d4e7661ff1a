--liquibase formatted sql

--changeset flame:assistant-0001-assistants
CREATE TABLE assistants (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID REFERENCES users (id) ON DELETE SET NULL,
    name VARCHAR(255) NOT NULL,
    description TEXT,
    type VARCHAR(50) NOT NULL CHECK (type IN ('auto', 'ai')),
    status VARCHAR(50) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'training')),
    auto_response TEXT,
    ai_prompt TEXT,
    time_zone VARCHAR(64),
    version INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX assistants_user ON assistants (user_id);
--rollback DROP TABLE assistants;

--changeset flame:assistant-0001-schedules
--comment: day 0 is Sunday; an overnight range ends on the next day; times are local to the assistant's time zone
CREATE TABLE schedules (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    assistant_id UUID NOT NULL REFERENCES assistants (id) ON DELETE CASCADE,
    day_of_week INTEGER NOT NULL CHECK (day_of_week BETWEEN 0 AND 6),
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    overnight BOOLEAN NOT NULL DEFAULT false,
    enabled BOOLEAN NOT NULL DEFAULT true,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK (overnight OR start_time < end_time),
    CHECK (NOT overnight OR end_time <= start_time)
);
CREATE INDEX schedules_assistant ON schedules (assistant_id);
--rollback DROP TABLE schedules;

--changeset flame:assistant-0001-schedule-exceptions
--comment: one date that differs from the week: closed, or open in one other range; assistant_id null means every assistant (a holiday)
CREATE TABLE schedule_exceptions (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    assistant_id UUID REFERENCES assistants (id) ON DELETE CASCADE,
    on_date DATE NOT NULL,
    name VARCHAR(255) NOT NULL,
    start_time TIME,
    end_time TIME,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((start_time IS NULL) = (end_time IS NULL)),
    CHECK (start_time < end_time)
);
CREATE INDEX schedule_exceptions_assistant ON schedule_exceptions (assistant_id, on_date);
--rollback DROP TABLE schedule_exceptions;
