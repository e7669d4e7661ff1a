package io.flame.messaging;

import io.flame.kernel.Ids;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the contact an agent wants to write to, or adds it. */
final class ContactBook {

    private ContactBook() {}

    /** On a channel a contact is known by its identity there; without a channel each one is new. */
    static UUID findOrAdd(Transaction tx, @Nullable UUID integration, NewConversation draft) throws SQLException {
        Optional<String> identity = draft.contactPhone();
        if (integration == null || identity.isEmpty()) {
            return add(tx, draft);
        }
        SenderLocks.takeAll(tx, List.of(new SenderKey(integration, identity.get())));
        Optional<UUID> known = tx.queryOne(
                "SELECT contact_id FROM contact_identities WHERE integration_id = ? AND identity = ?",
                row -> row.getObject(1, UUID.class),
                integration,
                identity.get());
        if (known.isPresent()) {
            return known.get();
        }
        UUID contact = add(tx, draft);
        tx.update(
                "INSERT INTO contact_identities (integration_id, identity, contact_id) VALUES (?, ?, ?)",
                integration,
                identity.get(),
                contact);
        return contact;
    }

    private static UUID add(Transaction tx, NewConversation draft) throws SQLException {
        UUID id = Ids.next();
        tx.update(
                "INSERT INTO contacts (id, name, phone, email) VALUES (?, ?, ?, ?)",
                id,
                draft.contactName(),
                draft.contactPhone().orElse(null),
                draft.contactEmail().orElse(null));
        return id;
    }
}
