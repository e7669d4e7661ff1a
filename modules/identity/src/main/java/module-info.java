/** Who is calling, and what the caller may do. */
@org.jspecify.annotations.NullMarked
module io.flame.identity {
    requires transitive io.flame.kernel;
    requires transitive jakarta.ws.rs;
    requires static org.jspecify;

    exports io.flame.identity;
}
