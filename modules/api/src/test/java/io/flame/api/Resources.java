package io.flame.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The REST resources of all modules, as they are compiled. */
public final class Resources {

    private Resources() {}

    public static String operation(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + plain(path);
    }

    public static String plain(String path) {
        String named = path.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return ("/" + named).replaceAll("/+", "/").replaceAll("/$", "");
    }

    public static String pathOf(java.lang.reflect.AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    public static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    public static List<Class<?>> resourceClasses() {
        List<Class<?>> found = new ArrayList<>();
        try {
            for (URL root : Collections.list(Resources.class.getClassLoader().getResources("io/flame"))) {
                classNames(root.toURI())
                        .filter(name -> name.contains(".rest."))
                        .map(Resources::load)
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .forEach(found::add);
            }
        } catch (IOException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** Of a folder of classes, or of a jar with such a folder. */
    private static Stream<String> classNames(URI root) throws IOException {
        if (!"jar".equals(root.getScheme())) {
            return classNames(java.nio.file.Path.of(root)).stream();
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
            return classNames(jar.getPath("/io/flame")).stream();
        }
    }

    private static List<String> classNames(java.nio.file.Path folder) throws IOException {
        Pattern classFile = Pattern.compile("(.*)\\.class");
        try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
            return files.map(file -> classFile.matcher(folder.relativize(file).toString()))
                    .filter(Matcher::matches)
                    .map(match -> "io.flame." + match.group(1).replace('/', '.'))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Resources.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
