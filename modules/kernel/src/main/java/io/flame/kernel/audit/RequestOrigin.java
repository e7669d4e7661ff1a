package io.flame.kernel.audit;

/** From where the request comes that this thread is answering. */
public interface RequestOrigin {

    /** What is known of it; where there is no request, who asks is {@code unknown}. */
    AuditOrigin current();
}
