package io.flame.identity;

import io.flame.identity.mail.Letter;
import io.flame.identity.mail.PublicAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** The mail with the link under which a new password is chosen. It repeats nothing that a stranger could have typed in. */
@ApplicationScoped
class ResetLetter {

    /** The token stands behind the #: it reaches the page, but no server's log and no other site. */
    private static final String PATH = "/reset-password#token=";

    private final PublicAddress address;

    @Inject
    ResetLetter(PublicAddress address) {
        this.address = address;
    }

    /** The sentences of the mail in one language. */
    private record Words(String language, String subject, String asked, String choose, String life, String otherwise) {}

    private static final Words SPANISH = new Words(
            "es",
            "Restablezca su contraseña de FLAME",
            "Alguien, esperamos que usted, pidió una contraseña nueva para su cuenta de FLAME.",
            "Elegir una contraseña nueva",
            "El enlace sirve una sola vez y durante 30 minutos. Un enlace más reciente anula los anteriores.",
            "Si no fue usted, no haga nada: su contraseña sigue siendo la misma.");

    private static final Words ENGLISH = new Words(
            "en",
            "Reset your FLAME password",
            "Somebody, we hope it was you, asked for a new password for your FLAME account.",
            "Choose a new password",
            "The link works once and for 30 minutes. A more recent link voids the ones before it.",
            "If it was not you, do nothing: your password stays as it is.");

    /** @param language English if it is that, otherwise Spanish */
    Letter write(String to, ResetToken token, Locale language) {
        Words words = "en".equals(language.getLanguage()) ? ENGLISH : SPANISH;
        String link = address.link(PATH + token.text());
        return Letter.withLink(
                to,
                words.language(),
                words.subject(),
                words.asked(),
                link,
                words.choose(),
                words.life(),
                words.otherwise());
    }
}
