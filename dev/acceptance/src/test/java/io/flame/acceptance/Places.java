package io.flame.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for words everywhere: in every column of every table of FLAME's database and of Keycloak's, in everything that
 * Redis holds, and in all that the nodes have written to their logs.
 */
final class Places {

    private static final String COLUMNS = """
            SELECT format('%I.%I', c.table_schema, c.table_name), c.column_name, c.data_type
              FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
             ORDER BY 1, 2""";

    private final Installation installation;

    Places(Installation installation) {
        this.installation = installation;
    }

    /** Where any of the words is, however it is written; names like {@code flame.t_x.messages.content}. */
    TreeSet<String> of(List<String> words) {
        TreeSet<String> places = new TreeSet<>();
        inDatabase("flame", words, places);
        inDatabase("keycloak", words, places);
        inRedis(words, places);
        inLogs(words, places);
        return places;
    }

    /** Bytes are read as text and as what their hexadecimal digits say. */
    private void inDatabase(String name, List<String> words, TreeSet<String> places) {
        String pattern = words.stream().map(Pattern::quote).map(Places::plain).collect(Collectors.joining("|"));
        try (Connection database = installation.stack.postgres().connect(name);
                Statement statement = database.createStatement()) {
            for (String[] column : columns(statement)) {
                String quoted = '"' + column[1] + '"';
                String text = column[2].equals("bytea") ? "encode(" + quoted + ", 'escape')" : quoted + "::text";
                String sql = "SELECT 1 FROM " + column[0] + " WHERE " + text + " ~* '" + pattern + "' LIMIT 1";
                try (ResultSet found = statement.executeQuery(sql)) {
                    if (found.next()) {
                        places.add(name + "." + column[0] + "." + column[1]);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The words are letters, digits, blanks, dots and @, of which only dots mean anything in a pattern. */
    private static String plain(String quoted) {
        return quoted.replace("\\Q", "").replace("\\E", "").replace(".", "[.]");
    }

    private static List<String[]> columns(Statement statement) throws SQLException {
        List<String[]> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.add(new String[] {rows.getString(1), rows.getString(2), rows.getString(3)});
            }
        }
        return columns;
    }

    private void inRedis(List<String> words, TreeSet<String> places) {
        byte[] all = dumpOfRedis();
        String text = new String(all, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        if (words.stream().anyMatch(word -> text.contains(latin(word)))) {
            places.add("redis");
        }
    }

    /** Redis writes down all it holds, uncompressed, and what it wrote is read. */
    private byte[] dumpOfRedis() {
        String folder = redis("CONFIG SET rdbcompression no", "SAVE", "CONFIG GET dir", "QUIT");
        String[] lines = folder.split("\r\n");
        String place = "";
        for (int i = 0; i < lines.length - 2; i++) {
            place = lines[i].equals("dir") ? lines[i + 2] : place;
        }
        try {
            return Files.readAllBytes(Path.of(place, "dump.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder, e);
        }
    }

    /** What Redis answers to these commands. */
    String redis(String... commands) {
        try (Socket socket = new Socket("localhost", installation.stack.redis().port())) {
            socket.setSoTimeout(10_000);
            String text = String.join("\r\n", commands) + "\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also what Payara writes beside, such as an access log. */
    private void inLogs(List<String> words, TreeSet<String> places) {
        for (String folder : List.of("logs", "nodes")) {
            Path root = installation.data.resolve(folder);
            if (!Files.exists(root)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Places::isLog)
                        .filter(file -> holds(file, words))
                        .forEach(file -> places.add("log " + installation.data.relativize(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The twins play the outside: what they remember is theirs. */
    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.startsWith("twins")
                && (name.contains(".log") || name.endsWith(".txt"));
    }

    private static boolean holds(Path file, List<String> words) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .toLowerCase(java.util.Locale.ROOT);
            return words.stream().anyMatch(word -> text.contains(latin(word)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String latin(String word) {
        return new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                .toLowerCase(java.util.Locale.ROOT);
    }
}
