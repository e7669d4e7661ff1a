--liquibase formatted sql

--changeset flame:identity-0061-memberships
--comment: the platform's list of who belongs where follows this table; the update puts those into it who are here already
CREATE TRIGGER note_membership AFTER INSERT OR DELETE OR UPDATE OF id, role, is_active ON users
    FOR EACH ROW EXECUTE FUNCTION flame.note_membership();
UPDATE users SET role = role;
--rollback DROP TRIGGER note_membership ON users;
