package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Role;
import io.flame.kernel.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom an administrator wants to invite. */
record NewInvitation(String email, String name, Role role) {

    static final int LONGEST_NAME = 255;

    static final int LONGEST_EMAIL = 255;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@.]+");

    /** @throws io.flame.kernel.Problem 422 that names every field which is missing or wrong */
    static NewInvitation of(JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<String> email = fields.requiredText("email", LONGEST_EMAIL)
                .map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            fields.error("email", "email", "must be an e-mail address");
        }
        Optional<String> name = fields.requiredText("name", LONGEST_NAME);
        Optional<Role> role = fields.requiredText("role", LONGEST_NAME)
                .flatMap(word -> fields.word("role", PeopleFilter.MEMBER_ROLES, Role::word));
        fields.check();
        return new NewInvitation(email.orElseThrow(), name.orElseThrow().strip(), role.orElseThrow());
    }
}
