package io.flame.assistant;

import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Pages through a list that is short by nature and therefore read as a whole. */
final class SmallList {

    private SmallList() {}

    /** @param order a text that sorts as the list does, so that a cursor also finds its place when its row is gone */
    static <T> Page<T> page(List<T> all, Function<T, String> order, Function<T, UUID> id, PageRequest page) {
        Function<T, String> key = each -> order.apply(each) + " " + id.apply(each);
        List<T> sorted = all.stream().sorted(Comparator.comparing(key)).toList();
        String after = page.page().isPresent()
                ? ""
                : page.cursor().map(SmallList::only).orElse("");
        List<T> rest = sorted.stream()
                .filter(each -> key.apply(each).compareTo(after) > 0)
                .skip(page.offset())
                .toList();
        List<T> shown = rest.subList(0, Math.min(rest.size(), page.limit()));
        String next = rest.size() > shown.size() ? PageRequest.cursor(key.apply(shown.getLast())) : null;
        return new Page<>(shown, next, page.page().isPresent() ? (long) all.size() : null);
    }

    private static String only(List<String> parts) {
        if (parts.size() != 1 || parts.getFirst().isEmpty()) {
            throw PageRequest.invalidCursor();
        }
        return parts.getFirst();
    }
}
