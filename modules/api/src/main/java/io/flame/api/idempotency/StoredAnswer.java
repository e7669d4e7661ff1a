package io.flame.api.idempotency;

import java.util.Map;

/** An answer as it went out the first time. */
record StoredAnswer(int status, Map<String, String> headers, byte[] body) {}
