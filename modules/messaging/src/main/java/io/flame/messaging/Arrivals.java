package io.flame.messaging;

import io.flame.kernel.Fact;
import io.flame.kernel.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The new messages of a batch, sorted out before anything is written: which are new, whose they are, and into which
 * conversation they go. Pure: it decides, {@link ArrivalWriter} writes.
 */
final class Arrivals {

    private static final int NAME_LENGTH = 255;

    /** A contact that a message of this batch belongs to; new ones are to be inserted. */
    static final class Person {
        final UUID id;
        final boolean isNew;
        final InboundEvent.Sender sender;
        final boolean phoneMissing;
        final Set<SenderKey> newIdentities = new HashSet<>();
        String name;
        boolean renamed;

        private Person(UUID id, boolean isNew, String name, InboundEvent.Sender sender, boolean phoneMissing) {
            this.id = id;
            this.isNew = isNew;
            this.name = name;
            this.sender = sender;
            this.phoneMissing = phoneMissing;
        }
    }

    /** A conversation that messages of this batch go into. */
    static final class Entry {
        final UUID id;
        final Person person;
        final UUID integrationId;
        final Platform platform;
        final boolean isNew;
        final boolean reopened;
        final boolean answers;
        Instant newest;

        @Nullable
        String preview;

        int count;

        private Entry(Person person, UUID integrationId, Platform platform, boolean answers) {
            this.id = Ids.next();
            this.person = person;
            this.integrationId = integrationId;
            this.platform = platform;
            this.isNew = true;
            this.reopened = false;
            this.answers = answers;
            this.newest = Instant.EPOCH;
        }

        private Entry(
                ReceiveState.Thread known, Person person, UUID integrationId, Platform platform, boolean answers) {
            this.id = known.id();
            this.person = person;
            this.integrationId = integrationId;
            this.platform = platform;
            this.isNew = false;
            this.reopened = !known.open();
            this.answers = answers || known.assistantId() != null;
            this.newest = known.lastMessageTime();
        }

        /**
         * The preview follows the provider's time: a message that comes late does not hide a newer one. Some providers
         * count whole seconds, so one of the same second as the newest is the newer.
         */
        private void take(InboundEvent.Message message) {
            count++;
            if (!message.occurredAt().isBefore(newest.truncatedTo(ChronoUnit.SECONDS))) {
                newest = message.occurredAt().isAfter(newest) ? message.occurredAt() : newest;
                preview = message.content();
            }
        }
    }

    /** One new message and where it goes. */
    record Arrival(UUID id, Entry entry, InboundEvent.Message message, List<UUID> attachmentIds) {}

    private final ReceiveState state;
    private final Map<SenderKey, Person> people = new HashMap<>();
    private final Map<List<UUID>, Entry> entries = new LinkedHashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<UUID, Integer> unread = new HashMap<>();

    private Arrivals(ReceiveState state) {
        this.state = state;
    }

    static Arrivals sort(List<InboundEvent.Message> messages, ReceiveState state) {
        Arrivals arrivals = new Arrivals(state);
        Set<List<Object>> seen = new HashSet<>();
        for (int place = 0; place < messages.size(); place++) {
            InboundEvent.Message message = messages.get(place);
            boolean first = seen.add(List.of(message.integrationId(), message.providerMessageId()));
            if (first && !state.isStored(place)) {
                arrivals.add(message);
            }
        }
        return arrivals;
    }

    List<Arrival> all() {
        return arrivals;
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    List<Person> people() {
        return people.values().stream().distinct().toList();
    }

    /** Conversations on whose new messages an assistant may have to decide. */
    List<String> mailboxes() {
        return entries.values().stream()
                .filter(entry -> entry.answers)
                .map(entry -> entry.id.toString())
                .toList();
    }

    List<String> attachmentIds() {
        return arrivals.stream()
                .flatMap(arrival -> arrival.attachmentIds().stream())
                .map(UUID::toString)
                .toList();
    }

    /** Called by the writer once the database has counted. */
    void unreadIs(UUID conversationId, int count) {
        unread.put(conversationId, count);
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.isNew) {
                facts.add(new ConversationOpened(entry.id, entry.person.id, entry.person.name, entry.platform.word()));
            }
            if (entry.reopened) {
                facts.add(new ConversationChanged(entry.id, List.of("status")));
            }
        }
        arrivals.forEach(arrival -> facts.add(received(arrival)));
        return facts;
    }

    private MessageReceived received(Arrival arrival) {
        Entry entry = arrival.entry();
        InboundEvent.Message message = arrival.message();
        MessageView view = new MessageView(
                arrival.id(),
                entry.id,
                message.content(),
                "user",
                null,
                message.type().word(),
                MessageStatus.DELIVERED.word(),
                message.metadata() == null ? "{}" : message.metadata(),
                null,
                message.occurredAt(),
                null,
                null,
                null,
                null);
        return new MessageReceived(
                entry.id, entry.integrationId, entry.person.name, unread.getOrDefault(entry.id, 0), view);
    }

    private void add(InboundEvent.Message message) {
        List<SenderKey> keys = message.sender().identities().stream()
                .map(identity -> new SenderKey(message.integrationId(), identity))
                .toList();
        Person person = person(keys, message.sender());
        Entry entry = entries.computeIfAbsent(
                List.of(person.id, message.integrationId()), key -> entry(person, message.integrationId(), keys));
        entry.take(message);
        List<UUID> attachments =
                message.attachments().stream().map(each -> Ids.next()).toList();
        arrivals.add(new Arrival(Ids.next(), entry, message, attachments));
    }

    private Person person(List<SenderKey> keys, InboundEvent.Sender sender) {
        Person person = keys.stream()
                .filter(people::containsKey)
                .findFirst()
                .map(people::get)
                .orElseGet(() -> stored(keys, sender));
        for (SenderKey key : keys) {
            people.put(key, person);
            if (state.contact(key).isEmpty()) {
                person.newIdentities.add(key);
            }
        }
        learn(person, sender);
        return person;
    }

    private Person stored(List<SenderKey> keys, InboundEvent.Sender sender) {
        return known(keys)
                .map(known -> new Person(known.contactId(), false, known.contactName(), sender, !known.phoneKnown()))
                .orElseGet(() -> new Person(Ids.next(), true, fallbackName(sender), sender, false));
    }

    private Optional<ReceiveState.Known> known(List<SenderKey> keys) {
        return keys.stream().flatMap(key -> state.contact(key).stream()).findFirst();
    }

    /** A name the provider tells replaces only one that was made up from the number. */
    private static void learn(Person person, InboundEvent.Sender sender) {
        sender.name().map(Arrivals::shortened).ifPresent(told -> {
            if (person.name.equals(fallbackName(sender)) && !told.equals(person.name)) {
                person.name = told;
                person.renamed = true;
            }
        });
    }

    private static String fallbackName(InboundEvent.Sender sender) {
        return shortened(sender.phone().orElse(sender.identities().getFirst()));
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= NAME_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH));
    }

    private Entry entry(Person person, UUID integrationId, List<SenderKey> keys) {
        ReceiveState.Policy policy = state.policy(integrationId);
        Platform platform = policy.platform().orElse(Platform.WHATSAPP);
        return known(keys)
                .flatMap(ReceiveState.Known::conversation)
                .filter(thread -> thread.open() || policy.reopens())
                .map(thread -> new Entry(thread, person, integrationId, platform, policy.answers()))
                .orElseGet(() -> new Entry(person, integrationId, platform, policy.answers()));
    }
}
