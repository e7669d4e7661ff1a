package io.flame.twins;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Files at the Graph API: where one is, its bytes, and uploads. */
final class GraphMedia {
    private static final Duration LINK_LIFETIME = Duration.ofMinutes(5);

    private final World world;

    GraphMedia(World world) {
        this.world = world;
    }

    void describe(Call call) throws IOException {
        String id = call.segment(1);
        MediaFile file = world.media().get(id);
        world.log().append(LogLine.of("media", id, call).status(200));
        call.reply(
                200,
                Json.object()
                        .put("messaging_product", "whatsapp")
                        .put("url", link(call.origin(), id))
                        .put("mime_type", file.mimeType())
                        .put("sha256", file.sha256Hex())
                        .put("file_size", file.bytes().length)
                        .put("id", id));
    }

    static String link(String origin, String id) {
        return origin + "/media/" + id + "?ext="
                + Instant.now().plus(LINK_LIFETIME).getEpochSecond();
    }

    void download(Call call) throws IOException {
        String id = call.segment(1);
        boolean expired = call.query("ext").filter(GraphMedia::isPast).isPresent();
        world.log().append(LogLine.of("media", id, call).status(expired ? 404 : 200));
        if (expired) {
            call.reply(
                    404,
                    GraphError.of(404, 100, "The link is older than five minutes.")
                            .json());
            return;
        }
        MediaFile file = world.media().get(id);
        call.reply(200, file.mimeType(), file.bytes());
    }

    private static boolean isPast(String epochSecond) {
        return epochSecond.matches("[0-9]{1,12}")
                && Instant.ofEpochSecond(Long.parseLong(epochSecond)).isBefore(Instant.now());
    }

    void upload(Call call) throws IOException {
        MediaFile file = Multipart.file(call.header("Content-Type").orElse(""), call.body());
        if (file.bytes().length == 0) {
            GraphError refusal = GraphError.missing("file");
            call.reply(refusal.status(), refusal.json());
            return;
        }
        String id = world.media().keep(file);
        world.log()
                .append(new LogLine("media", id, call.time())
                        .request(call.path(), call.headers(), new byte[0])
                        .status(200));
        call.reply(200, Json.object().put("id", id));
    }
}
