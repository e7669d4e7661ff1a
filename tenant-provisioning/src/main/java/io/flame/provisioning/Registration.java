package io.flame.provisioning;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Somebody who wants to open a business here.
 *
 * @param email the first administrator's, who signs in with it
 * @param password 10 to 128 characters, and not the address
 * @param name the administrator's
 * @param business what the business is called
 * @param locale {@code es} or {@code en}
 */
public record Registration(
        String email, String password, String name, String business, String locale, String timeZone) {

    /** Addresses are compared in lower case. */
    public Registration {
        email = email.strip().toLowerCase(Locale.ROOT);
    }

    /** Says all that is wrong before anything is done: afterwards there is nobody to tell. */
    void validate() {
        List<FieldError> errors = new ArrayList<>();
        People.checkEmail(errors, "email", email);
        People.checkPassword(errors, "password", password);
        if (password.equalsIgnoreCase(email)) {
            errors.add(new FieldError("password", "password_policy", "must not be the e-mail address"));
        }
        NewTenant.checkName(errors, "name", name);
        NewTenant.checkName(errors, "business", business);
        NewTenant.checkLocale(errors, "locale", locale);
        NewTenant.checkTimeZone(errors, "timeZone", timeZone);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    NewTenant tenant(String slug) {
        return new NewTenant(slug, business.strip(), locale, timeZone, email, name.strip(), password);
    }

    /** Passwords are not for logs. */
    @Override
    public String toString() {
        return "Registration[" + business + "]";
    }
}
