package io.flame.channels;

import java.util.Optional;

/**
 * A file at the provider.
 *
 * @param mediaId the provider's id of it
 * @param url where it could be fetched when the message came in
 */
record MediaReference(Optional<String> mediaId, Optional<String> url) {}
