package io.flame.assistant;

import io.flame.kernel.Fact;
import java.time.Instant;

/** The tenant's holidays are other ones than before. */
public record HolidaysChanged(Instant at) implements Fact {

    @Override
    public String type() {
        return "holiday.updated";
    }
}
