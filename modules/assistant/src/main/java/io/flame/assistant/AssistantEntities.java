package io.flame.assistant;

import io.flame.kernel.persistence.Entities;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class AssistantEntities implements Entities {

    @Override
    public List<Class<?>> classes() {
        return List.of(Assistant.class, Schedule.class);
    }
}
