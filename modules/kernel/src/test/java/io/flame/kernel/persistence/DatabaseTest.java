package io.flame.kernel.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class DatabaseTest {

    @Entity(name = "Person")
    @Table(name = "users")
    static class Person {
        @Id
        UUID id = UUID.randomUUID();

        String email = "";
        String name = "";

        Person() {}

        Person(String name) {
            this.name = name;
            this.email = name + "@example.com";
        }
    }

    private static final TestDatabase SERVER = TestDatabase.shared();
    private static final ConnectionPool POOL = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", SERVER.url()), 2);
    private static final Database DATABASE =
            new Database(POOL.dataSource(), new EntitySessions(List.of(Person.class)).factory());

    private final TenantId acme = TenantId.of(SERVER.newTenant());
    private final TenantId globex = TenantId.of(SERVER.newTenant());

    @AfterAll
    static void close() {
        DATABASE.close();
        POOL.close();
    }

    @Test
    void namesNoTenantsTableWhenNoTenantIsSet() {
        assertThatThrownBy(() -> DATABASE.runInPlatform(tx -> tx.update("SELECT * FROM users")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> DATABASE.runInPlatform(tx -> tx.update("SELECT * FROM " + acme.schema() + ".users")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void keepsATenantsRoleOutOfEveryOtherSchema() {
        assertDenied("SELECT * FROM " + globex.schema() + ".users");
        assertDenied("INSERT INTO " + globex.schema() + ".settings VALUES ('a', '1')");
        assertDenied("SELECT * FROM flame.jobs");
        assertDenied("SELECT * FROM flame.tenants");
        assertDenied("SELECT * FROM flame.tenant_keys");
        assertDenied("UPDATE " + acme.schema() + ".databasechangelog SET author = 'me'");
        assertDenied("CREATE TABLE mine (id INTEGER)");
    }

    @Test
    void refusesATransactionOfAnotherTenantInsideOne() {
        assertThatThrownBy(() -> DATABASE.runInTenant(
                        acme, tx -> DATABASE.runInTenant(globex, inner -> inner.update("DELETE FROM users"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another tenant");
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> DATABASE.runInPlatform(inner -> {})))
                .isInstanceOf(IllegalStateException.class);
        assertThat(DATABASE.current()).isEmpty();
    }

    @Test
    void joinsARunningTransactionOfTheSameTenant() {
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    DATABASE.runInTenant(acme, inner -> assertThat(inner).isSameAs(tx));
                    DATABASE.runInTenant(acme, inner -> addUser(inner, "mara"));
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        assertThat(users(acme)).isEmpty();
    }

    @Test
    void commitsNothingOfATransactionInWhichAJoinedCallFailed() {
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    addUser(tx, "before");
                    try {
                        DATABASE.runInTenant(acme, inner -> {
                            addUser(inner, "half");
                            throw new IllegalArgumentException("planned");
                        });
                    } catch (IllegalArgumentException e) {
                        addUser(tx, "after");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rolled back");
        assertThat(users(acme)).isEmpty();
    }

    @Test
    void runsAfterCommitActionsOnlyAfterACommit() {
        List<String> told = new ArrayList<>();
        DATABASE.runInTenant(acme, tx -> {
            tx.afterCommit(() -> told.add("committed, transaction " + DATABASE.current()));
            addUser(tx, "mara");
            assertThat(told).isEmpty();
        });
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    tx.afterCommit(() -> told.add("rolled back"));
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    tx.afterCommit(() -> told.add("failed"));
                    addUser(tx, "mara");
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(told).containsExactly("committed, transaction Optional.empty");
    }

    @Test
    void doesNotLetAFailingAfterCommitActionHideTheCommit() {
        List<String> told = new ArrayList<>();
        String result = DATABASE.inTenant(acme, tx -> {
            tx.afterCommit(() -> {
                throw new IllegalStateException("planned");
            });
            tx.afterCommit(() -> told.add("second"));
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(told).containsExactly("second");
    }

    @Test
    void takesSeveralAlongInTheOrderInWhichTheyWait() {
        List<String> told = new ArrayList<>();
        Ride first = DATABASE.rideAlong(acme, tx -> told.add("first"));
        Ride elsewhere = DATABASE.rideAlong(globex, tx -> told.add("elsewhere"));
        Ride second = DATABASE.rideAlong(acme, tx -> told.add("second"));

        DATABASE.runInTenant(acme, tx -> addUser(tx, "mara"));
        DATABASE.runInTenant(acme, tx -> addUser(tx, "jonas"));
        assertThat(elsewhere.isDone()).isFalse();
        DATABASE.runInTenant(globex, tx -> addUser(tx, "mara"));
        DATABASE.stopWaiting();

        assertThat(told).containsExactly("first", "second", "elsewhere");
        assertThat(List.of(first, elsewhere, second)).allMatch(Ride::isDone);
    }

    @Test
    void letsNoneArriveWhenOneOfSeveralRefuses() {
        Ride first = DATABASE.rideAlong(acme, tx -> true);
        DATABASE.rideAlong(acme, tx -> {
            throw new IllegalArgumentException("planned");
        });

        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> addUser(tx, "mara")))
                .hasMessage("planned");
        DATABASE.stopWaiting();

        assertThat(first.isDone()).isFalse();
        assertThat(users(acme)).isEmpty();
    }

    @Test
    void layASessionOverTheTransactionOfItsTenant() {
        Person mara = new Person("mara");
        DATABASE.runInTenant(acme, tx -> tx.session().persist(mara));
        DATABASE.runInTenant(globex, tx -> {
            tx.session().persist(new Person("jonas"));
            assertThat(tx.session().find(Person.class, mara.id)).isNull();
        });

        assertThat(people(acme)).containsExactly("mara");
        assertThat(people(globex)).containsExactly("jonas");
        assertThat(users(acme)).containsExactly("mara");
    }

    @Test
    void flushesTheSessionByTheCommitAndForgetsItOnRollback() {
        DATABASE.runInTenant(acme, tx -> tx.session().persist(new Person("mara")));
        DATABASE.runInTenant(
                acme,
                tx -> tx.session().createQuery("from Person", Person.class).getSingleResult().name = "Mara L.");
        assertThat(users(acme)).containsExactly("Mara L.");

        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    tx.session().persist(new Person("never"));
                    tx.session().flush();
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        assertThat(users(acme)).containsExactly("Mara L.");
    }

    @Test
    void tellsAUniqueViolationFromOtherFailures() {
        DATABASE.runInTenant(acme, tx -> addUser(tx, "mara"));

        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> addUser(tx, "mara")))
                .isInstanceOfSatisfying(DatabaseException.class, e -> {
                    assertThat(e.isUniqueViolation()).isTrue();
                    assertThat(e.isForeignKeyViolation()).isFalse();
                })
                .hasMessageContaining("users")
                .hasMessageNotContaining("mara");
    }

    @Test
    void answersUnavailableForAConnectionThatDiesAndRecoversByItself() {
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    SERVER.killBackends();
                    addUser(tx, "lost");
                }))
                .isInstanceOfSatisfying(Problem.class, DatabaseTest::assertUnavailable);
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> {
                    tx.session().persist(new Person("lost"));
                    SERVER.killBackends();
                }))
                .isInstanceOfSatisfying(Problem.class, DatabaseTest::assertUnavailable);

        await().ignoreExceptionsInstanceOf(Problem.class)
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(users(acme)).isEmpty());
    }

    @Test
    void answersUnavailableWhileNothingListens() {
        ConnectionPool nowhere = new ConnectionPool(
                new DatabaseUrl("jdbc:postgresql://localhost:1/flame", SERVER.user(), SERVER.password()), 1);
        try {
            Database dead = new Database(nowhere.dataSource(), new EntitySessions(List.of()).factory());
            assertThatThrownBy(() -> dead.runInTenant(acme, tx -> addUser(tx, "nobody")))
                    .isInstanceOfSatisfying(Problem.class, DatabaseTest::assertUnavailable);
        } finally {
            nowhere.close();
        }
    }

    private void assertDenied(String sql) {
        assertThatThrownBy(() -> DATABASE.runInTenant(acme, tx -> tx.update(sql)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("permission denied");
    }

    private static void assertUnavailable(Problem problem) {
        assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(problem.retryAfter()).isPresent();
        assertThat(problem.detail()).doesNotContain("jdbc", "localhost");
    }

    private static void addUser(Transaction tx, String name) throws SQLException {
        tx.update("INSERT INTO users (email, name) VALUES (?, ?)", name + "@example.com", name);
    }

    private static List<String> users(TenantId tenant) {
        return DATABASE.inTenant(tenant, tx -> tx.query("SELECT name FROM users", row -> row.getString(1)));
    }

    private static List<String> people(TenantId tenant) {
        return DATABASE.inTenant(tenant, tx -> tx.session()
                .createQuery("select p.name from Person p", String.class)
                .getResultList());
    }
}
