package io.flame.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.flame.kernel.Fact;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The rules of the house, each saying what it wants. */
final class Rules {

    /**
     * Who requires whom; no other arrow. Identity comes along with messaging, whose facade speaks of callers: what stands
     * on messaging may name it too.
     */
    static final Map<String, Set<String>> ARROWS = Map.of(
            "kernel", Set.of(),
            "liquibase", Set.of(),
            "identity", Set.of("kernel"),
            "messaging", Set.of("kernel", "identity"),
            "channels", Set.of("kernel", "identity", "messaging"),
            "assistant", Set.of("kernel", "identity", "messaging"),
            "feed", Set.of("kernel", "identity"),
            "provisioning", Set.of("kernel", "identity", "liquibase"),
            "api", Set.of("kernel", "identity"));

    /** They only read what others tell. */
    private static final Set<String> SINKS = Set.of("feed", "analytics", "api");

    /** The only ways out to other servers: each has its time-outs, limits and address checks in one place. */
    private static final Set<String> EGRESS = Set.of(
            "io.flame.identity.keycloak.KeycloakHttp",
            "io.flame.identity.sso.ProviderAddresses",
            "io.flame.channels.Egress");

    /** A probe that only knocks, to tell an operator whether Redis is there. */
    private static final String REDIS_PROBE = "io.flame.api.health.RedisProbe";

    static final ArchRule MODULES_DEPEND_ALONG_THE_ARROWS = classes()
            .should(condition("depend only on the modules they may require", (type, events) -> foreign(type)
                    .filter(use -> !ARROWS.getOrDefault(moduleOf(use.getOriginClass()), Set.of())
                            .contains(moduleOf(use.getTargetClass())))
                    .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())))));

    static final ArchRule MODULES_ARE_FREE_OF_CYCLES =
            slices().matching("io.flame.(*)..").should().beFreeOfCycles();

    static final ArchRule NOBODY_REQUIRES_A_SINK = classes()
            .should(condition("not depend on feed, analytics or api", (type, events) -> foreign(type)
                    .filter(use -> SINKS.contains(moduleOf(use.getTargetClass())))
                    .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())))));

    static final ArchRule REST_IS_USED_BY_NOBODY = noClasses()
            .that()
            .resideOutsideOfPackages("io.flame..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.flame..rest..");

    static final ArchRule RESOURCES_LIVE_IN_REST = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .resideInAnyPackage("io.flame..rest..")
            .allowEmptyShould(true);

    static final ArchRule OTHERS_SEE_ONLY_WHAT_IS_EXPORTED = classes()
            .should(condition("use only exported packages of other modules", (type, events) -> foreign(type)
                    .filter(use -> !House.exportedPackages()
                            .contains(use.getTargetClass().getPackageName()))
                    .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())))));

    static final ArchRule FACADES_LEAK_NO_INTERNALS = classes()
            .that(describe("are public and exported", Rules::isExported))
            .should(condition(
                    "show no package-private type in a public method", (type, events) -> type.getMethods().stream()
                            .filter(method -> method.getModifiers().contains(PUBLIC)
                                    && !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                            .filter(method -> Stream.concat(
                                            Stream.of(method.getRawReturnType()),
                                            method.getRawParameterTypes().stream())
                                    .map(JavaClass::getBaseComponentType)
                                    .anyMatch(Rules::isInternal))
                            .forEach(method ->
                                    events.add(SimpleConditionEvent.violated(method, method.getFullName())))));

    static final ArchRule FACTS_ARE_RECORDS = facts().should(condition("be records", (type, events) -> {
                if (!type.isRecord()) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is no record"));
                }
            }))
            .allowEmptyShould(true);

    static final ArchRule FACTS_ARE_NAMED_BY_WHAT_HAPPENED = facts().should()
            .haveNameMatching(
                    ".*\\.([A-Z][a-z]+)+([a-z]+ed|Sent|Begun|Broken|Read|Lost|Left|Made|Paid|Told|Taken|Written)")
            .andShould()
            .haveSimpleNameNotEndingWith("Event")
            .allowEmptyShould(true);

    static final ArchRule FACTS_HOLD_NO_ENTITIES = noFields()
            .that()
            .areDeclaredInClassesThat()
            .areAssignableTo(Fact.class)
            .should()
            .haveRawType(describe(
                    "an entity or a module's internals",
                    type -> isInternal(type) || type.isAnnotatedWith("jakarta.persistence.Entity")))
            .allowEmptyShould(true);

    static final ArchRule LISTENERS_ARE_CALLED_ON_AND_KEPT_INSIDE = classes()
            .that(describe("listen to facts", type -> listeners(type).findAny().isPresent()))
            .should(condition("be package-private and listen in methods called on", (type, events) -> {
                if (type.getModifiers().contains(PUBLIC)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is public"));
                }
                listeners(type)
                        .filter(method -> !method.getName().equals("on"))
                        .forEach(method -> events.add(SimpleConditionEvent.violated(method, method.getFullName())));
            }))
            .allowEmptyShould(true);

    static final ArchRule ONLY_THE_KERNEL_OPENS_THE_DATABASE = noClasses()
            .that()
            .resideOutsideOfPackages("io.flame.kernel.persistence..", "io.flame.liquibase..")
            .and()
            .doNotHaveFullyQualifiedName("io.flame.provisioning.PlatformDatabase")
            .should()
            .accessTargetWhere(target(
                    "a driver manager or a new data source",
                    owner -> owner.isEquivalentTo(java.sql.DriverManager.class)
                            || owner.getPackageName().startsWith("com.zaxxer.hikari")
                            || owner.getName().startsWith("org.postgresql.ds")));

    static final ArchRule ONLY_EGRESS_TALKS_HTTP = noClasses()
            .that(describe("are no egress", type -> !EGRESS.contains(outermost(type))))
            .should()
            .accessTargetWhere(access(
                    "an HTTP client",
                    target -> target.getName().equals("newHttpClient")
                            || target.getName().equals("newBuilder")
                                    && target.getOwner().getName().equals("java.net.http.HttpClient")
                            || target.getOwner().getName().equals("java.net.HttpURLConnection")
                            || target.getOwner().getName().equals("java.net.URL")
                                    && target.getName().startsWith("open")
                            || target.getOwner().getName().startsWith("jakarta.ws.rs.client.ClientBuilder")
                            || target.getOwner().getName().startsWith("org.apache.http")));

    static final ArchRule NOBODY_OPENS_SOCKETS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(REDIS_PROBE)
            .should()
            .accessTargetWhere(target(
                    "a socket",
                    owner -> owner.getName().equals("java.net.Socket")
                            || owner.getName().equals("java.nio.channels.SocketChannel")));

    /** The one line that says why the start ends goes where no logger is needed. */
    static final ArchRule NOBODY_PRINTS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.flame.api.StartGuard")
            .should()
            .accessTargetWhere(access(
                    "standard output or error",
                    target -> target.getOwner().isEquivalentTo(System.class)
                                    && Set.of("out", "err").contains(target.getName())
                            || target.getName().equals("printStackTrace")));

    /** Three threads of their own may pause: two before they try Redis again, one while the same request runs elsewhere. */
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .that(describe("have no leave to pause", type -> !Set.of(
                            "io.flame.feed.Backoff",
                            "io.flame.feed.RedisPublisher",
                            "io.flame.api.idempotency.Idempotency")
                    .contains(outermost(type))))
            .should()
            .callMethodWhere(access(
                    "Thread.sleep",
                    target -> target.getOwner().isEquivalentTo(Thread.class)
                            && target.getName().equals("sleep")));

    /** What a library hands out may be turned into an Instant; nobody makes or keeps one. */
    static final ArchRule NOBODY_MAKES_OLD_DATES = noClasses()
            .should()
            .accessTargetWhere(access(
                    "the constructor of a Date, a Calendar or a SimpleDateFormat",
                    target -> target.getName().equals("<init>")
                                    && Set.of("java.util.Date", "java.text.SimpleDateFormat", "java.sql.Timestamp")
                                            .contains(target.getOwner().getName())
                            || target.getOwner().getName().equals("java.util.Calendar")));

    static final ArchRule NOBODY_INJECTS_FIELDS = noFields()
            .should()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.persistence.PersistenceContext");

    private Rules() {}

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction facts() {
        return classes().that(assignableTo(Fact.class)).and().areNotInterfaces();
    }

    /** The methods of a class that take a fact from the event log. */
    static Stream<JavaMethod> listeners(JavaClass type) {
        return type.getMethods().stream().filter(method -> method.getParameters().stream()
                .anyMatch(parameter -> parameter.isAnnotatedWith(Observes.class)
                        && parameter.getRawType().isAssignableTo(Fact.class)));
    }

    private static Stream<Dependency> foreign(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> House.module(use.getTargetClass().getBaseComponentType())
                        .isPresent())
                .filter(use -> !moduleOf(use.getTargetClass()).equals(moduleOf(use.getOriginClass())));
    }

    private static String moduleOf(JavaClass type) {
        return House.module(type.getBaseComponentType()).orElse("");
    }

    private static String outermost(JavaClass type) {
        return type.getName().split("\\$")[0];
    }

    private static boolean isExported(JavaClass type) {
        return House.exportedPackages().contains(type.getPackageName()) && isReachable(type);
    }

    /** A public record inside a package-private interface is nobody else's. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(PUBLIC)
                && type.getEnclosingClass().map(Rules::isReachable).orElse(true);
    }

    private static boolean isInternal(JavaClass type) {
        return House.module(type).isPresent() && !type.getModifiers().contains(PUBLIC);
    }

    private static ArchCondition<JavaClass> condition(String text, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(text) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> target(
            String text, java.util.function.Predicate<JavaClass> owner) {
        return access(text, target -> owner.test(target.getOwner()));
    }

    private static DescribedPredicate<JavaAccess<?>> access(
            String text, java.util.function.Predicate<AccessTarget> predicate) {
        return describe(text, access -> predicate.test(access.getTarget()));
    }
}
