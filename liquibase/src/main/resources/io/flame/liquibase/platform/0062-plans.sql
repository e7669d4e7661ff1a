--liquibase formatted sql

--changeset flame:platform-0062-plan-requests
--comment: calls of the API in a minute, of all callers of a tenant together
UPDATE flame.plans SET quotas = quotas || '{"requestsPerMinute": 3000}' WHERE name = 'starter';
UPDATE flame.plans SET quotas = quotas || '{"requestsPerMinute": 60000}' WHERE name = 'business';
--rollback UPDATE flame.plans SET quotas = quotas - 'requestsPerMinute';
