--liquibase formatted sql

--changeset flame:platform-0070-former-members
--comment: who was a member and may come back: their accounts are theirs, whoever else asks for the address meanwhile
CREATE TABLE flame.former_members (
    user_id UUID NOT NULL,
    tenant VARCHAR(40) NOT NULL REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    PRIMARY KEY (user_id, tenant)
);
CREATE INDEX former_members_tenant ON flame.former_members (tenant);
--rollback DROP TABLE flame.former_members;

--changeset flame:platform-0070-note-former-members splitStatements:false rollbackSplitStatements:false
--comment: as before, and whoever is deactivated is noted until they are active again
CREATE OR REPLACE FUNCTION flame.note_membership() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.id <> NEW.id OR NOT NEW.is_active) THEN
        DELETE FROM flame.memberships WHERE user_id = OLD.id AND 't_' || tenant = TG_TABLE_SCHEMA;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM flame.former_members WHERE user_id = OLD.id AND 't_' || tenant = TG_TABLE_SCHEMA;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.is_active THEN
        INSERT INTO flame.memberships AS m (user_id, tenant, role)
        SELECT NEW.id, t.slug, NEW.role FROM flame.tenants t WHERE 't_' || t.slug = TG_TABLE_SCHEMA
        ON CONFLICT (user_id, tenant) DO UPDATE SET role = excluded.role WHERE m.role <> excluded.role;
    END IF;
    IF TG_OP <> 'DELETE' AND NOT NEW.is_active THEN
        INSERT INTO flame.former_members (user_id, tenant)
        SELECT NEW.id, t.slug FROM flame.tenants t WHERE 't_' || t.slug = TG_TABLE_SCHEMA
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
--rollback CREATE OR REPLACE FUNCTION flame.note_membership() RETURNS TRIGGER
--rollback     LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
--rollback $$
--rollback BEGIN
--rollback     IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.id <> NEW.id OR NOT NEW.is_active) THEN
--rollback         DELETE FROM flame.memberships WHERE user_id = OLD.id AND 't_' || tenant = TG_TABLE_SCHEMA;
--rollback     END IF;
--rollback     IF TG_OP <> 'DELETE' AND NEW.is_active THEN
--rollback         INSERT INTO flame.memberships AS m (user_id, tenant, role)
--rollback         SELECT NEW.id, t.slug, NEW.role FROM flame.tenants t WHERE 't_' || t.slug = TG_TABLE_SCHEMA
--rollback         ON CONFLICT (user_id, tenant) DO UPDATE SET role = excluded.role WHERE m.role <> excluded.role;
--rollback     END IF;
--rollback     RETURN NULL;
--rollback END
--rollback $$;
