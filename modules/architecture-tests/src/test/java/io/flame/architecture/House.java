package io.flame.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules as they were built: their classes, their module descriptors and their sources. */
final class House {

    static final String PREFIX = "io.flame.";

    /** Each module's folder and the fewest classes it must show, so that a rule never holds because it saw nothing. */
    private static final Map<String, Folder> FOLDERS = Map.of(
            "kernel", new Folder("modules/kernel", 52),
            "identity", new Folder("modules/identity", 24),
            "messaging", new Folder("modules/messaging", 76),
            "channels", new Folder("modules/channels", 101),
            "assistant", new Folder("modules/assistant", 55),
            "feed", new Folder("modules/feed", 57),
            "api", new Folder("modules/api", 48),
            "provisioning", new Folder("tenant-provisioning", 51),
            "liquibase", new Folder("liquibase", 13));

    private static final Path ROOT = root();

    record Folder(String path, int fewestClasses) {
        Path classes() {
            return ROOT.resolve(path).resolve("target/classes");
        }

        Path sources() {
            return ROOT.resolve(path).resolve("src/main/java");
        }
    }

    private House() {}

    static Map<String, Folder> modules() {
        return new TreeMap<>(FOLDERS);
    }

    static JavaClasses classes() {
        return Imported.CLASSES;
    }

    /** The module of a class of ours; empty for anybody else's. */
    static Optional<String> module(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(PREFIX)
                ? Optional.of(name.substring(PREFIX.length()).split("\\.")[0])
                : Optional.empty();
    }

    /** The web archive has none: it is deployed, not required. */
    static Optional<ModuleDescriptor> descriptor(String module) {
        Path file = FOLDERS.get(module).classes().resolve("module-info.class");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(ModuleDescriptor.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which of our modules a module requires, by their short names. */
    static Set<String> requires(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    static Set<String> exportedPackages() {
        return FOLDERS.keySet().stream()
                .flatMap(module -> descriptor(module).stream())
                .flatMap(descriptor -> descriptor.exports().stream())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    /** The source files of all exported packages. */
    static List<Path> exportedSources() {
        Set<String> exported = exportedPackages();
        return FOLDERS.values().stream()
                .flatMap(folder -> javaFiles(folder.sources()).stream()
                        .filter(file -> exported.contains(folder.sources()
                                .relativize(file.getParent())
                                .toString()
                                .replace('/', '.'))))
                .toList();
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (Files.notExists(folder.resolve("tenant-provisioning"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static final class Imported {
        static final JavaClasses CLASSES = new ClassFileImporter()
                .importPaths(FOLDERS.values().stream().map(Folder::classes).toList());
    }
}
