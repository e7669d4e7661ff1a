package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * A person's name in the two parts that Keycloak keeps. People's names here may have any character; Keycloak's user profile
 * refuses some of them ({@code person-name-prohibited-characters}), and nobody may be kept out by that: its copy goes
 * without them.
 */
public final class PersonName {

    private static final Pattern PROHIBITED = Pattern.compile("[<>&\"$%!#?§;*~/\\\\|^=\\[\\]{}()\\p{Cntrl}]+");

    private PersonName() {}

    /** Writes the name into the representation of a user. */
    public static void put(ObjectNode user, String name) {
        String plain =
                PROHIBITED.matcher(name).replaceAll(" ").replaceAll(" +", " ").strip();
        int space = plain.lastIndexOf(' ');
        user.put("firstName", space < 0 ? plain : plain.substring(0, space));
        user.put("lastName", space < 0 ? "" : plain.substring(space + 1));
    }
}
