package io.flame.kernel;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds, at deployment, every {@code void on(@Observes SomeFact fact)}. */
public class ListenerCatalog implements Extension {

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** One listening method. Its name is stored with its progress, so renaming the class starts it anew. */
    record Listener(String name, Class<? extends Fact> fact, ObserverMethod<Fact> method) {

        void tell(LoggedEvent event) {
            method.notify(Json.read(event.data(), fact));
        }
    }

    <T extends Fact> void collect(@Observes ProcessObserverMethod<T, ?> found) {
        if (found.getObserverMethod().getObservedType() instanceof Class<?> observed
                && Fact.class.isAssignableFrom(observed)) {
            add(found.getObserverMethod(), observed.asSubclass(Fact.class));
        }
    }

    @SuppressWarnings("unchecked")
    private void add(ObserverMethod<?> method, Class<? extends Fact> fact) {
        String name = method.getBeanClass().getSimpleName() + "(" + fact.getSimpleName() + ")";
        listeners.add(new Listener(name, fact, (ObserverMethod<Fact>) method));
    }

    List<Listener> listeners() {
        return listeners;
    }
}
