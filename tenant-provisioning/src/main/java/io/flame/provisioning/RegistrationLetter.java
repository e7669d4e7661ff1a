package io.flame.provisioning;

import io.flame.identity.mail.Letter;
import io.flame.identity.mail.PublicAddress;
import io.flame.provisioning.RegistrationRequests.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The mails to the address of a registration: one asks for a yes, the other says that there is an account already. */
@ApplicationScoped
class RegistrationLetter {

    /** The token stands behind the #: it reaches the page, but no server's log and no other site. */
    private static final String CONFIRM = "/verify-email#token=";

    private static final String SIGN_IN = "/";

    private final PublicAddress address;

    @Inject
    RegistrationLetter(PublicAddress address) {
        this.address = address;
    }

    /** The sentences of a mail in one language; {@code %s} is the business. */
    private record Words(
            String language, String subject, String opening, String invitation, String life, String otherwise) {

        Letter around(String to, String business, String link) {
            String plain = Letter.plainName(business);
            return Letter.withLink(to, language, subject, opening.formatted(plain), link, invitation, life, otherwise);
        }
    }

    private static final Words CONFIRM_SPANISH = new Words(
            "es",
            "Confirme su dirección para abrir su cuenta de FLAME",
            "Alguien, esperamos que usted, quiere abrir la cuenta de %s en FLAME con esta dirección.",
            "Confirmar la dirección y abrir la cuenta",
            "El enlace sirve una sola vez y durante 24 horas. Un enlace más reciente anula los anteriores.",
            "Si no fue usted, no haga nada: sin su confirmación no se abre ninguna cuenta.");

    private static final Words CONFIRM_ENGLISH = new Words(
            "en",
            "Confirm your address to open your FLAME account",
            "Somebody, we hope it was you, wants to open the account of %s at FLAME with this address.",
            "Confirm the address and open the account",
            "The link works once and for 24 hours. A more recent link voids the ones before it.",
            "If it was not you, do nothing: without your confirmation no account is opened.");

    private static final Words KNOWN_SPANISH = new Words(
            "es",
            "Ya tiene una cuenta de FLAME",
            "Alguien, esperamos que usted, quiso abrir la cuenta de %s en FLAME con esta dirección, que ya tiene una.",
            "Entrar en FLAME",
            "Si olvidó su contraseña, puede pedir una nueva al entrar.",
            "Si no fue usted, no haga nada: nada ha cambiado.");

    private static final Words KNOWN_ENGLISH = new Words(
            "en",
            "You have a FLAME account already",
            "Somebody, we hope it was you, wanted to open the account of %s at FLAME with this address, which has one.",
            "Sign in to FLAME",
            "If you forgot your password, you can ask for a new one there.",
            "If it was not you, do nothing: nothing has changed.");

    Letter confirm(Waiting registration, ConfirmationToken token) {
        Words words = isEnglish(registration) ? CONFIRM_ENGLISH : CONFIRM_SPANISH;
        return words.around(registration.email(), registration.business(), address.link(CONFIRM + token.text()));
    }

    Letter known(Waiting registration) {
        Words words = isEnglish(registration) ? KNOWN_ENGLISH : KNOWN_SPANISH;
        return words.around(registration.email(), registration.business(), address.link(SIGN_IN));
    }

    private static boolean isEnglish(Waiting registration) {
        return registration.locale().startsWith("en");
    }
}
