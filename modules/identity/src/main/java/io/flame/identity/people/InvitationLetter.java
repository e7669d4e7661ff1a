package io.flame.identity.people;

import io.flame.identity.mail.Letter;
import io.flame.identity.mail.PublicAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The mail with the link under which an invitation is accepted. */
@ApplicationScoped
class InvitationLetter {

    /** The token stands behind the #: it reaches the page, but no server's log and no other site. */
    private static final String PATH = "/accept-invitation#token=";

    private final PublicAddress address;

    @Inject
    InvitationLetter(PublicAddress address) {
        this.address = address;
    }

    /** The sentences of the mail in one language; {@code %s} is the business. */
    private record Words(
            String language, String subject, String invited, String accept, String life, String otherwise) {}

    private static final Words SPANISH = new Words(
            "es",
            "Invitación a FLAME de %s",
            "%s le invita a trabajar en su cuenta de FLAME.",
            "Aceptar la invitación",
            "El enlace sirve una sola vez y durante 7 días. Una invitación más reciente anula las anteriores.",
            "Si no esperaba esta invitación, no haga nada.");

    private static final Words ENGLISH = new Words(
            "en",
            "Invitation to FLAME by %s",
            "%s invites you to work in its FLAME account.",
            "Accept the invitation",
            "The link works once and for 7 days. A more recent invitation voids the ones before it.",
            "If you did not expect this invitation, do nothing.");

    /** @param locale English if it begins so, otherwise Spanish */
    Letter write(String to, InvitationToken token, String business, String locale) {
        Words words = locale.startsWith("en") ? ENGLISH : SPANISH;
        String name = Letter.plainName(business);
        String subject = words.subject().formatted(name);
        String invited = words.invited().formatted(name);
        String link = address.link(PATH + token.reveal());
        return Letter.withLink(
                to, words.language(), subject, invited, link, words.accept(), words.life(), words.otherwise());
    }
}
