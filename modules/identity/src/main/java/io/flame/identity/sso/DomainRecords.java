package io.flame.identity.sso;

import io.flame.kernel.Problem;
import java.util.List;

/** What the owners of domains publish. */
interface DomainRecords {

    /**
     * The TXT records of a name; none where there is no such name.
     *
     * @throws Problem 503 when nobody answers
     */
    List<String> texts(String name);
}
