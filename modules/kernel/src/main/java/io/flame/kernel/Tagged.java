package io.flame.kernel;

/** Something that is shown together with the version it is in: the edge makes that the answer's entity tag. */
public interface Tagged {

    /** Grows with every change. */
    int version();
}
