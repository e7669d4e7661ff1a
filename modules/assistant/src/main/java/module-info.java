/** Assistants, their opening hours, and the decision who answers a customer now. */
@org.jspecify.annotations.NullMarked
module io.flame.assistant {
    requires transitive io.flame.identity;
    requires transitive io.flame.kernel;
    requires transitive io.flame.messaging;
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires jakarta.annotation;
    requires jakarta.persistence;
    requires jakarta.ws.rs;

    exports io.flame.assistant;

    opens io.flame.assistant to
            org.hibernate.orm.core;
}
