package io.flame.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import liquibase.Labels;
import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRulesTest {

    @ParameterizedTest
    @EnumSource
    void holdForTheShippedChangeLogs(Changelog changelog) {
        assertThat(changelog.changeSets()).hasSizeGreaterThan(5);
        assertThat(ReleaseRules.faultsOf(changelog.changeSets())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE messages DROP COLUMN content",
                "ALTER TABLE messages RENAME COLUMN content TO body",
                "ALTER TABLE messages RENAME TO letters",
                "ALTER TABLE messages ALTER COLUMN content SET NOT NULL",
                "ALTER TABLE messages ALTER content TYPE VARCHAR(10)",
                "ALTER TABLE messages ADD COLUMN tone TEXT NOT NULL",
                "ALTER TABLE messages ADD CONSTRAINT short CHECK (length(content) < 10)",
                "ALTER TABLE messages ADD COLUMN tone TEXT, DROP COLUMN content",
                "CREATE UNIQUE INDEX messages_one ON messages (content)",
                "DROP TABLE IF EXISTS messages",
                "DROP FUNCTION flame.enqueue(text)",
                "REVOKE UPDATE ON messages FROM someone",
                "CREATE TABLE other (id UUID);\nALTER TABLE\n  messages\n  DROP COLUMN content;"
            })
    void refuseWhatTheReleaseBeforeWouldMiss(String sql) {
        assertThat(faultsAfterRelease(change("later", sql, ""))).containsExactly(
                "later takes away what the release before uses; it needs a label contract-X");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE messages ADD COLUMN tone TEXT",
                "ALTER TABLE messages ADD COLUMN type TEXT",
                "ALTER TABLE messages ADD COLUMN tone TEXT NOT NULL DEFAULT 'kind'",
                "ALTER TABLE messages ALTER COLUMN content DROP NOT NULL",
                "CREATE INDEX messages_tone ON messages (tone)",
                "CREATE TABLE tones (id UUID NOT NULL); CREATE UNIQUE INDEX one ON tones (id); ALTER TABLE tones DROP COLUMN id",
                "-- DROP TABLE messages\nALTER TABLE messages ADD COLUMN tone TEXT",
                "INSERT INTO settings (key, value) VALUES ('x', 'DROP TABLE messages; DROP TABLE messages')"
            })
    void takeWhatOnlyAdds(String sql) {
        assertThat(faultsAfterRelease(change("later", sql, ""))).isEmpty();
    }

    @Test
    void takeAContractWithAReleaseThatIsOutAndNoOther() {
        String sql = "ALTER TABLE messages DROP COLUMN content";

        assertThat(faultsAfterRelease(change("later", sql, "contract-0.1.0"))).isEmpty();
        assertThat(faultsAfterRelease(change("later", sql, "contract-0.2.0")))
                .containsExactly("later is a contract with 0.2.0, which is not out");
    }

    @Test
    void leaveTheFirstReleaseAlone() {
        List<ChangeSet> log = List.of(
                tag("empty"), change("first", "ALTER TABLE messages DROP COLUMN content", ""), tag("0.1.0"));

        assertThat(ReleaseRules.faultsOf(log)).isEmpty();
    }

    private static List<String> faultsAfterRelease(ChangeSet changeSet) {
        List<ChangeSet> log = new ArrayList<>(
                List.of(tag("empty"), change("first", "CREATE TABLE messages (content TEXT)", ""), tag("0.1.0")));
        log.add(changeSet);
        log.add(tag("0.2.0"));
        return ReleaseRules.faultsOf(log);
    }

    private static ChangeSet tag(String name) {
        TagDatabaseChange tag = new TagDatabaseChange();
        tag.setTag(name);
        return changeSet("tag-" + name, tag);
    }

    private static ChangeSet change(String id, String sql, String labels) {
        ChangeSet changeSet = changeSet(id, new RawSQLChange(sql));
        changeSet.setLabels(new Labels(labels));
        return changeSet;
    }

    private static ChangeSet changeSet(String id, Change change) {
        ChangeSet changeSet = new ChangeSet(id, "flame", false, false, "invented.sql", null, null, new DatabaseChangeLog());
        changeSet.addChange(change);
        return changeSet;
    }
}
