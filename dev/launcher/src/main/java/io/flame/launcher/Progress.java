package io.flame.launcher;

import java.io.PrintStream;

/** Hears what a start is doing. Called from several threads. */
public interface Progress {
    /** Something has begun: {@code keycloak}, {@code waits for its health check}. */
    void begun(String what, String waitsFor);

    /** What had begun is done. */
    void done(String what);

    /** A sentence worth reading. */
    void said(String sentence);

    /** Nobody listens. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void begun(String what, String waitsFor) {}

            @Override
            public void done(String what) {}

            @Override
            public void said(String sentence) {}
        };
    }

    /** One line each, with seconds. */
    static Progress lines(PrintStream out) {
        return new ProgressLines(out);
    }
}
