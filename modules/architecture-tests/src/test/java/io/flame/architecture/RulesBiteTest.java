package io.flame.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.flame.feed.fixture.Stray;
import io.flame.identity.fixture.CallsUp;
import io.flame.kernel.fixture.KnowsASink;
import io.flame.messaging.LeakyFacade;
import io.flame.messaging.fixture.Misbehaves;
import io.flame.messaging.fixture.StrayResource;
import io.flame.messaging.fixture.UserEvent;
import io.flame.messaging.fixture.UsesRest;
import io.flame.messaging.rest.fixture.Resource;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is shown classes that break it, and must say so. */
class RulesBiteTest {

    static Stream<Arguments> violations() {
        return Stream.of(
                breaks(Rules.MODULES_DEPEND_ALONG_THE_ARROWS, CallsUp.class),
                breaks(Rules.MODULES_DEPEND_ALONG_THE_ARROWS, KnowsASink.class),
                breaks(Rules.NOBODY_REQUIRES_A_SINK, KnowsASink.class),
                breaks(Rules.MODULES_ARE_FREE_OF_CYCLES, KnowsASink.class, Stray.class),
                breaks(Rules.OTHERS_SEE_ONLY_WHAT_IS_EXPORTED, KnowsASink.class),
                breaks(Rules.FACADES_LEAK_NO_INTERNALS, LeakyFacade.class, LeakyFacade.hidden()),
                breaks(Rules.REST_IS_USED_BY_NOBODY, UsesRest.class, Resource.class),
                breaks(Rules.RESOURCES_LIVE_IN_REST, StrayResource.class),
                breaks(Rules.FACTS_ARE_RECORDS, UserEvent.class),
                breaks(Rules.FACTS_ARE_NAMED_BY_WHAT_HAPPENED, UserEvent.class),
                breaks(Rules.FACTS_HOLD_NO_ENTITIES, UserEvent.class, UserEvent.hidden()),
                breaks(Rules.LISTENERS_ARE_CALLED_ON_AND_KEPT_INSIDE, Misbehaves.class),
                breaks(Rules.ONLY_THE_KERNEL_OPENS_THE_DATABASE, Misbehaves.class),
                breaks(Rules.ONLY_EGRESS_TALKS_HTTP, Misbehaves.class),
                breaks(Rules.NOBODY_OPENS_SOCKETS, Misbehaves.class),
                breaks(Rules.NOBODY_PRINTS, Misbehaves.class),
                breaks(Rules.NOBODY_SLEEPS, Misbehaves.class),
                breaks(Rules.NOBODY_MAKES_OLD_DATES, Misbehaves.class),
                breaks(Rules.NOBODY_INJECTS_FIELDS, Misbehaves.class));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void reportsAViolation(ArchRule rule, JavaClasses offenders) {
        assertThat(rule.allowEmptyShould(true).evaluate(offenders).hasViolation())
                .as(rule.getDescription())
                .isTrue();
    }

    private static Arguments breaks(ArchRule rule, Class<?>... offenders) {
        return Arguments.of(rule, new ClassFileImporter().importClasses(offenders));
    }
}
