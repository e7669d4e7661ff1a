package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.AuditOrigin;
import java.util.function.Supplier;

/** Writes down what is done from the command line: by which login of which machine is all that is known. */
record ConsoleAudit(AuditLog log) {

    <T> T around(String action, String slug, Supplier<T> deed) {
        AuditActor actor = new AuditActor("operator", System.getProperty("user.name"), null, "operator");
        AuditOrigin origin = new AuditOrigin("console", "flame", Ids.next().toString());
        log.expect(null, AuditEntry.intended(actor, action, slug, origin));
        try {
            return deed.get();
        } finally {
            log.settle();
        }
    }
}
