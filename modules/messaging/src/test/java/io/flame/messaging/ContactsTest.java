package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ContactsTest {

    private final House house = new House();

    @Test
    void leadsThroughAllPagesFromTheLatest() {
        for (int i = 0; i < 5; i++) {
            house.receive(house.text(house.customer("1202555010" + i), "wamid." + i, "Hello", House.NINE));
        }
        List<String> phones = new ArrayList<>();
        String cursor = null;
        do {
            Page<ContactView> page = house.contacts.list(house.tenant, null, PageRequest.of("2", cursor, null, 50));
            assertThat(page.data()).hasSizeLessThanOrEqualTo(2);
            page.data().forEach(contact -> phones.add(contact.phone()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(phones).containsExactly("12025550104", "12025550103", "12025550102", "12025550101", "12025550100");
    }

    @Test
    void findsByPartsOfNameAndNumberAndTakesSignsLiterally() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        house.receive(house.text(house.customer("12025550199"), "wamid.2", "Hello", House.NINE));

        assertThat(found("lindq")).extracting(ContactView::name).containsExactly("Mara Lindqvist");
        assertThat(found("0199")).extracting(ContactView::phone).containsExactly("12025550199");
        assertThat(found("%")).isEmpty();
        assertThat(found(" ")).hasSize(2);
    }

    @Test
    void refusesWhatIsNoSearchAndWhatIsNoCursor() {
        assertRefused(ProblemCode.INVALID, () -> found("x".repeat(201)));
        assertRefused(ProblemCode.INVALID, () -> found("a\0b"));
        PageRequest forged = PageRequest.of(null, PageRequest.cursor("nobody"), null, 50);
        assertRefused(ProblemCode.INVALID_CURSOR, () -> house.contacts.list(house.tenant, null, forged));
    }

    @Test
    void knowsNobodyOfAnotherTenant() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        UUID contact = house.onlyConversation().contactId();

        assertThat(house.contacts.get(house.tenant, contact).name()).isEqualTo("Mara Lindqvist");
        House other = new House();
        assertRefused(ProblemCode.NOT_FOUND, () -> other.contacts.get(other.tenant, contact));
        assertRefused(ProblemCode.NOT_FOUND, () -> other.erasures.erase(other.tenant, contact));
    }

    private List<ContactView> found(@Nullable String search) {
        return house.contacts
                .list(house.tenant, search, PageRequest.of(null, null, null, 50))
                .data();
    }

    private static void assertRefused(ProblemCode code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
