package io.flame.identity;

import java.util.Collection;

/** Sessions that were ended before their access tokens expire, known to all nodes. */
interface EndedSessions {

    void add(Collection<String> sessionIds);

    boolean contains(String sessionId);
}
