import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the check of a token adds to a request, on one node or on several side by side:
 *
 * <pre>java bench/TokenCheck.java EMAIL PASSWORD URL [URL …]</pre>
 *
 * <p>Each round asks each node in turn, over one kept connection, the same operation ({@code /api/auth/me}) with a valid
 * token and without one; without it is answered with 401 by the same filters, and does everything but the check. It
 * prints the medians of the rounds after the first half, which warms up. With a second node (of another version, on the
 * same servers) it prints how the two compare.
 */
public final class TokenCheck {

    private static final int ROUNDS = 40;
    private static final int CALLS = 250;
    private static final String OPERATION = "/api/auth/me";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws Exception {
        TokenCheck check = new TokenCheck();
        List<String> nodes = List.of(arguments).subList(2, arguments.length);
        String token = check.signIn(nodes.get(0), arguments[0], arguments[1]);
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String node : nodes) {
                check.measure(node, token, 200, round, times);
                check.measure(node, null, 401, round, times);
            }
        }
        for (String node : nodes) {
            report(node, times);
        }
    }

    private void measure(String node, String token, int status, int round, Map<String, List<Long>> times)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + OPERATION));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpRequest built = request.build();
        for (int call = 0; call < CALLS; call++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = client.send(built, BodyHandlers.ofString());
            long nanos = System.nanoTime() - start;
            if (answer.statusCode() != status) {
                throw new IllegalStateException(node + " answered " + answer.statusCode() + ", expected " + status);
            }
            if (round >= ROUNDS / 2) {
                times.computeIfAbsent(node + status, key -> new ArrayList<>()).add(nanos);
            }
        }
    }

    private static void report(String node, Map<String, List<Long>> times) {
        double with = percentile(times.get(node + 200), 50);
        double without = percentile(times.get(node + 401), 50);
        System.out.printf(
                "%s: with a token p50 %.3f ms p99 %.3f ms, without p50 %.3f ms p99 %.3f ms; adds %.3f ms at p50%n",
                node,
                with,
                percentile(times.get(node + 200), 99),
                without,
                percentile(times.get(node + 401), 99),
                with - without);
    }

    private static double percentile(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1_000_000.0;
    }

    private String signIn(String node, String email, String password) throws IOException, InterruptedException {
        String body = "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
        String answer = client.send(
                        HttpRequest.newBuilder(URI.create(node + "/api/auth/login"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher token = Pattern.compile("\"accessToken\":\"([^\"]+)\"").matcher(answer);
        if (!token.find()) {
            throw new IllegalStateException("cannot sign in: " + answer);
        }
        return token.group(1);
    }
}
