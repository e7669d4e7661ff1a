package io.flame.twins;

/**
 * One line of the log.
 *
 * @param sequence place in the log, over all kinds
 * @param to whom the call was for, as filtered by {@code ?to=}
 * @param json the entry as JSON text in UTF-8, without {@code seq}
 */
record LogEntry(long sequence, String to, byte[] json) {}
