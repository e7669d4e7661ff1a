package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class LimitedStreamTest {

    private static final int LIMIT = 1_000;

    @Test
    void letsExactlyTheLimitThrough() throws IOException {
        assertThat(stream(LIMIT).readAllBytes()).hasSize(LIMIT);
    }

    @Test
    void refusesOneByteMoreInWhateverWayItIsRead() {
        assertRefuses(stream -> stream.readAllBytes());
        assertRefuses(stream -> {
            while (stream.read() >= 0) {
                assertThat(stream).isNotNull();
            }
        });
        assertRefuses(stream -> stream.skipNBytes(LIMIT + 1));
    }

    @Test
    void stopsReadingSoonAfterTheLimit() {
        CountingStream endless = new CountingStream();

        catchThrowableOfType(Problem.class, () -> new LimitedStream(endless, LIMIT).readAllBytes());

        assertThat(endless.given).isLessThan(100_000);
    }

    private interface Reading {
        void read(InputStream stream) throws IOException;
    }

    private static void assertRefuses(Reading reading) {
        Problem problem = catchThrowableOfType(Problem.class, () -> reading.read(stream(LIMIT + 1)));
        assertThat(problem).isNotNull();
        assertThat(problem.code()).isEqualTo(ProblemCode.BODY_TOO_LARGE);
    }

    private static LimitedStream stream(int bytes) {
        return new LimitedStream(new ByteArrayInputStream(new byte[bytes]), LIMIT);
    }

    private static final class CountingStream extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 1;
        }
    }
}
