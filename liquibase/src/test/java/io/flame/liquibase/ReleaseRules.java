package io.flame.liquibase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;

/**
 * While schemas are migrated, nodes of the release before are still at work. So a change set may only add to what that
 * release knows; whatever takes away, renames or tightens is a {@link Contract} with a release that is already out.
 */
final class ReleaseRules {
    private static final String TABLE = "(?:flame\\.)?(\\w+)";
    private static final Pattern CREATED = Pattern.compile("create table (?:if not exists )?" + TABLE);
    private static final Pattern ALTERED = Pattern.compile("alter table (?:if exists )?(?:only )?" + TABLE + " (.*)");
    private static final Pattern UNIQUE = Pattern.compile("create unique index (?:concurrently )?(?:if not exists )?(?:\\w+ )?on " + TABLE + ".*");
    private static final Pattern TAKEN = Pattern.compile(
            "(?:drop (?:table|view|function|index|sequence|trigger|type) (?:if exists )?|truncate (?:table )?|delete from )"
                    + TABLE + ".*");
    private static final Pattern REVOKED = Pattern.compile("(?:revoke|alter (?:type|function|sequence)) .*");
    private static final Pattern TIGHTENED = Pattern.compile(
            ".*\\b(?:drop (?:column|constraint|table)|rename|set not null|alter (?:column )?\\w+ (?:set data )?type|add (?:constraint|check"
                    + "|unique|primary key|foreign key|exclude)|drop default)\\b.*");
    private static final Pattern DEMANDED = Pattern.compile(".*\\badd (?:column )?(?:if not exists )?\\w+ .*not null.*");

    private final Set<String> released = new HashSet<>();
    private final Set<String> newTables = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private ReleaseRules() {}

    /** What is wrong with a change log, a line for each change set. */
    static List<String> faultsOf(List<ChangeSet> changeSets) {
        ReleaseRules rules = new ReleaseRules();
        changeSets.forEach(rules::look);
        return rules.faults;
    }

    private void look(ChangeSet changeSet) {
        Optional<String> tag = tag(changeSet);
        if (tag.isPresent()) {
            newTables.clear();
            tag.filter(name -> !name.equals("empty")).ifPresent(released::add);
            return;
        }
        List<String> statements = statements(changeSet);
        statements.forEach(this::rememberNewTable);
        if (released.isEmpty() || statements.stream().noneMatch(this::takesSomething)) {
            return;
        }
        Optional<String> release = Contract.release(changeSet);
        if (release.isEmpty()) {
            faults.add(changeSet.getId() + " takes away what the release before uses; it needs a label contract-X");
        } else if (!released.contains(release.get())) {
            faults.add(changeSet.getId() + " is a contract with " + release.get() + ", which is not out");
        }
    }

    private void rememberNewTable(String statement) {
        Matcher created = CREATED.matcher(statement);
        if (created.lookingAt()) {
            newTables.add(created.group(1));
        }
    }

    private boolean takesSomething(String statement) {
        return isOfOldTable(TAKEN, statement)
                || isOfOldTable(UNIQUE, statement)
                || REVOKED.matcher(statement).matches()
                || isTighter(statement);
    }

    private boolean isTighter(String statement) {
        Matcher altered = ALTERED.matcher(statement);
        if (!altered.matches() || newTables.contains(altered.group(1))) {
            return false;
        }
        String what = altered.group(2);
        return TIGHTENED.matcher(what).matches()
                || DEMANDED.matcher(what).matches() && !what.contains("default");
    }

    private boolean isOfOldTable(Pattern pattern, String statement) {
        Matcher found = pattern.matcher(statement);
        return found.matches() && !newTables.contains(found.group(1));
    }

    /** In small letters, each on one line, without comments and literals. */
    private static List<String> statements(ChangeSet changeSet) {
        String all = changeSet.getChanges().stream()
                .filter(RawSQLChange.class::isInstance)
                .map(change -> ((RawSQLChange) change).getSql())
                .collect(Collectors.joining(";"));
        String plain = all.replaceAll("--[^\n]*", "").replaceAll("'[^']*'", "''");
        return List.of(plain.toLowerCase(Locale.ROOT).split(";")).stream()
                .map(statement -> statement.replaceAll("\\s+", " ").strip())
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static Optional<String> tag(ChangeSet changeSet) {
        for (Change change : changeSet.getChanges()) {
            if (change instanceof TagDatabaseChange tag) {
                return Optional.of(tag.getTag());
            }
        }
        return Optional.empty();
    }
}
