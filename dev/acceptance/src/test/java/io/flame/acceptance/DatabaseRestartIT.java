package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A restart of PostgreSQL leaves dead connections in every pool; nobody who comes after it may be handed one. */
class DatabaseRestartIT {

    private static final int PEOPLE = 5;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();

    @Test
    void letsEverybodyInRightAfterARestart() throws Exception {
        signInTogether();

        installation.stack.postgres().stopImmediate();
        installation.stack.postgres().start();

        for (int i = 0; i < PEOPLE; i++) {
            assertThat(signIn()).isEqualTo(200);
        }
        assertThat(installation.open().admin.get("/api/auth/me").status()).isEqualTo(200);
    }

    /** So many at once that the pools hold several connections. */
    private void signInTogether() throws Exception {
        List<Callable<Integer>> all = new ArrayList<>(Collections.nCopies(PEOPLE, this::signIn));
        try (ExecutorService threads = Executors.newFixedThreadPool(PEOPLE)) {
            for (Future<Integer> status : threads.invokeAll(all)) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
    }

    private int signIn() {
        String body =
                "{\"email\":\"admin@%s.example\",\"password\":\"%s\"}".formatted(business.slug, Installation.PASSWORD);
        return Api.anonymous(installation.url())
                .call("POST", "/api/auth/login", body, Map.of())
                .status();
    }
}
