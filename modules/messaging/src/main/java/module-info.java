/** The heart: contacts, conversations and messages, what comes in and what goes out. */
@org.jspecify.annotations.NullMarked
module io.flame.messaging {
    requires transitive io.flame.kernel;
    requires transitive io.flame.identity;
    requires static org.jspecify;
    requires jakarta.annotation;
    requires jakarta.persistence;

    exports io.flame.messaging;
}
