package io.flame.channels;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files customers have sent. */
@ApplicationScoped
public class Attachments {

    private final Database database;

    @Inject
    Attachments(Database database) {
        this.database = database;
    }

    /**
     * A file.
     *
     * @param mimeType what its bytes say it is, or {@code application/octet-stream}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(String mimeType, Optional<String> fileName, byte[] data) {}

    private record Row(String status, @Nullable Stored stored) {}

    /**
     * The file of a message of a conversation.
     *
     * @throws Problem {@code NOT_FOUND} unless all three ids belong together and to this tenant; {@code CONFLICT} while it
     *     is still being fetched, or when it could not be
     */
    public Stored get(TenantId tenant, UUID conversationId, UUID messageId, UUID attachmentId) {
        Row row = database.inTenant(
                        tenant,
                        tx -> tx.queryOne(
                                """
                        SELECT a.status, a.mime_type, a.file_name, a.data
                          FROM attachments a JOIN messages m ON m.id = a.message_id
                         WHERE a.id = ? AND m.id = ? AND m.conversation_id = ?""",
                                each -> new Row(
                                        each.getString(1),
                                        stored(each.getString(2), each.getString(3), each.getBytes(4))),
                                attachmentId,
                                messageId,
                                conversationId))
                .orElseThrow(Problem::notFound);
        Stored stored = row.stored();
        if (stored == null) {
            throw Problem.conflict(
                    "failed".equals(row.status()) ? "The file could not be fetched" : "The file is being fetched");
        }
        return stored;
    }

    private static @Nullable Stored stored(
            @Nullable String mimeType, @Nullable String fileName, byte @Nullable [] data) {
        return data == null
                ? null
                : new Stored(mimeType == null ? FileTypes.UNKNOWN : mimeType, Optional.ofNullable(fileName), data);
    }
}
