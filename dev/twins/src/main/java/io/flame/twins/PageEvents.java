package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells the open pages what happens, as server-sent events. */
final class PageEvents {
    private static final int BACKLOG = 1000;
    private static final int HEARTBEAT_SECONDS = 10;
    private static final byte[] HEARTBEAT = {':', '\n', '\n'};

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    /** Builds the event only if somebody listens. */
    void publish(Supplier<JsonNode> event) {
        if (listeners.isEmpty()) {
            return;
        }
        byte[] bytes = frame(event.get());
        listeners.forEach(listener -> listener.offer(bytes));
    }

    /** Sends events to one page until it goes away; the first tells all there is, so that none can be missed. */
    void stream(Call call, Supplier<JsonNode> snapshot) throws IOException {
        Listener listener = new Listener(new ArrayBlockingQueue<>(BACKLOG), Thread.currentThread());
        listeners.add(listener);
        call.answerHeaders().set("Cache-Control", "no-store");
        try (OutputStream out = call.stream("text/event-stream; charset=UTF-8")) {
            out.write(frame(snapshot.get()));
            out.flush();
            listener.pump(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(listener);
        }
    }

    private static byte[] frame(JsonNode event) {
        byte[] json = Json.bytes(event);
        byte[] frame = new byte[json.length + 8];
        System.arraycopy(new byte[] {'d', 'a', 't', 'a', ':', ' '}, 0, frame, 0, 6);
        System.arraycopy(json, 0, frame, 6, json.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /** One open page. */
    private record Listener(BlockingQueue<byte[]> queue, Thread thread) {

        /** A page that cannot follow is cut off; it connects again and starts from a fresh snapshot. */
        void offer(byte[] event) {
            if (!queue.offer(event)) {
                thread.interrupt();
            }
        }

        void pump(OutputStream out) throws IOException, InterruptedException {
            while (!thread.isInterrupted()) {
                byte[] event = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                out.write(event == null ? HEARTBEAT : event);
                out.flush();
            }
        }
    }
}
