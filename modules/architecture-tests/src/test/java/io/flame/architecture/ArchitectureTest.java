package io.flame.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.flame.kernel.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The house as it is drawn in the design: who requires whom, what a module shows, and what nobody does. */
class ArchitectureTest {

    private static final int FEWEST_CLASSES = 470;
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) \\w+", Pattern.MULTILINE);
    private static final Pattern DOCUMENTED = Pattern.compile("\\*/\\s*(?:@[^\\n]*\\n\\s*|[^\\n@/*]*\\)\\s*\\n)*$");

    private final JavaClasses house = House.classes();

    @Test
    void seesTheClassesOfEveryModule() {
        House.modules().forEach((module, folder) -> assertThat(house.stream()
                        .filter(type -> House.module(type).equals(Optional.of(module)))
                        .count())
                .as("classes of %s: build it first", module)
                .isGreaterThanOrEqualTo(folder.fewestClasses()));
        System.out.printf(
                "architecture: %d classes of %d modules seen%n",
                house.size(), House.modules().size());
        assertThat(house.size()).isGreaterThan(FEWEST_CLASSES);
    }

    @Test
    void declaresExactlyTheArrowsOfTheDesign() {
        assertThat(Rules.ARROWS).containsOnlyKeys(House.modules().keySet());
        House.modules().keySet().forEach(module -> House.descriptor(module).ifPresent(descriptor -> {
            assertThat(descriptor.name()).isEqualTo(House.PREFIX + module);
            assertThat(House.requires(descriptor))
                    .as("what %s requires", module)
                    .isEqualTo(Rules.ARROWS.get(module));
        }));
    }

    @Test
    void needsEveryArrowItDeclares() {
        Rules.ARROWS.forEach((module, targets) -> assertThat(usedModules(module))
                .as("modules that classes of %s use", module)
                .isEqualTo(new TreeSet<>(targets)));
    }

    @Test
    void dependsAlongTheArrowsOnly() {
        check(Rules.MODULES_DEPEND_ALONG_THE_ARROWS);
        check(Rules.MODULES_ARE_FREE_OF_CYCLES);
        check(Rules.NOBODY_REQUIRES_A_SINK);
    }

    @Test
    void keepsResourcesInRestPackagesThatNobodyUses() {
        check(Rules.REST_IS_USED_BY_NOBODY);
        check(Rules.RESOURCES_LIVE_IN_REST);
    }

    @Test
    void keepsInternalsInside() {
        check(Rules.OTHERS_SEE_ONLY_WHAT_IS_EXPORTED);
        check(Rules.FACADES_LEAK_NO_INTERNALS);
        assertThat(House.exportedPackages()).isNotEmpty().noneMatch(name -> name.endsWith(".rest"));
    }

    @Test
    void tellsFactsAsRecordsNamedByWhatHappened() {
        check(Rules.FACTS_ARE_RECORDS);
        check(Rules.FACTS_ARE_NAMED_BY_WHAT_HAPPENED);
        check(Rules.FACTS_HOLD_NO_ENTITIES);
        assertThat(facts()).as("the log knows a fact by its simple name").doesNotHaveDuplicates();
        assertThat(facts()).contains("MessageReceived").hasSizeGreaterThan(5);
    }

    @Test
    void listensInsideAndUnderANameOfItsOwn() {
        check(Rules.LISTENERS_ARE_CALLED_ON_AND_KEPT_INSIDE);
        List<String> names = house.stream()
                .flatMap(Rules::listeners)
                .map(method -> method.getOwner().getSimpleName()
                        + method.getRawParameterTypes().getFirst().getSimpleName())
                .toList();
        assertThat(names).as("progress is kept under class and fact").doesNotHaveDuplicates();
    }

    @Test
    void reachesDatabaseAndNetworkThroughOneDoorEach() {
        check(Rules.ONLY_THE_KERNEL_OPENS_THE_DATABASE);
        check(Rules.ONLY_EGRESS_TALKS_HTTP);
        check(Rules.NOBODY_OPENS_SOCKETS);
    }

    @Test
    void doesNotPrintSleepOrUseOldDatesOrFieldInjection() {
        check(Rules.NOBODY_PRINTS);
        check(Rules.NOBODY_SLEEPS);
        check(Rules.NOBODY_MAKES_OLD_DATES);
        check(Rules.NOBODY_INJECTS_FIELDS);
    }

    @Test
    void documentsEveryExportedType() {
        List<Path> sources = House.exportedSources();
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(sources.stream().filter(file -> !isDocumented(text(file)))).isEmpty();
        assertThat(isDocumented("package a;\n\npublic class Bare {}\n")).isFalse();
        assertThat(isDocumented("package a;\n\n/** Said. */\n@ApplicationScoped\npublic final class Said {}\n"))
                .isTrue();
    }

    private void check(ArchRule rule) {
        rule.check(house);
    }

    private Set<String> usedModules(String module) {
        Set<String> used = new HashSet<>();
        for (JavaClass type : house) {
            if (House.module(type).equals(Optional.of(module))) {
                type.getDirectDependenciesFromSelf()
                        .forEach(use -> House.module(use.getTargetClass().getBaseComponentType())
                                .ifPresent(used::add));
            }
        }
        used.remove(module);
        return new TreeSet<>(used);
    }

    private List<String> facts() {
        return house.stream()
                .filter(type -> type.isAssignableTo(Fact.class) && !type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toList());
    }

    private static boolean isDocumented(String source) {
        Matcher type = PUBLIC_TYPE.matcher(source);
        return !type.find()
                || DOCUMENTED.matcher(source.substring(0, type.start())).find();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
