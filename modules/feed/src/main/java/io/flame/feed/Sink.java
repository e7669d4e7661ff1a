package io.flame.feed;

import java.util.List;

/** Where a subscription's frames go. */
public interface Sink {

    /** Takes these frames in this order. Must return at once, whatever the other side does. */
    void take(List<Frame> frames);

    /** Whether so little is waiting that reading ahead for it makes sense. */
    boolean hasRoom();

    /** It has had no room for so long that nothing more will come. */
    void giveUp();
}
