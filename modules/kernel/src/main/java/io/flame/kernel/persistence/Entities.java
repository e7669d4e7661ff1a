package io.flame.kernel.persistence;

import java.util.List;

/** A module's entity classes; each module that maps any has one bean of this kind. */
public interface Entities {
    List<Class<?>> classes();
}
