/** The heart: contacts, conversations and messages, what comes in and what goes out. */
@org.jspecify.annotations.NullMarked
module io.flame.messaging {
    requires transitive io.flame.kernel;
    requires transitive io.flame.identity;
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires jakarta.annotation;

    exports io.flame.messaging;

    opens io.flame.messaging to
            com.fasterxml.jackson.databind;
}
