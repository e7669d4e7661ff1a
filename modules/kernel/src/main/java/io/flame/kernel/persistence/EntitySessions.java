package io.flame.kernel.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/**
 * Hibernate over every module's entities. It opens no connections of its own: a session is always laid over the
 * connection of a running {@link Transaction}, whose tenant is already in force.
 */
@ApplicationScoped
public class EntitySessions {

    private final SessionFactory factory;

    @Inject
    public EntitySessions(@Any Instance<Entities> entities) {
        this(entities.stream().flatMap(each -> each.classes().stream()).toList());
    }

    public EntitySessions(List<Class<?>> classes) {
        MetadataSources sources = new MetadataSources(new StandardServiceRegistryBuilder()
                .applySettings(Map.of(
                        "jakarta.persistence.database-product-name", "PostgreSQL",
                        "jakarta.persistence.database-major-version", "15",
                        "hibernate.boot.allow_jdbc_metadata_access", "false",
                        "hibernate.physical_naming_strategy", CamelCaseToUnderscoresNamingStrategy.class.getName(),
                        "hibernate.cache.use_second_level_cache", "false",
                        "hibernate.jdbc.time_zone", "UTC",
                        "hibernate.transaction.coordinator_class", "jdbc",
                        "jakarta.persistence.validation.mode", "none"))
                .build());
        classes.forEach(sources::addAnnotatedClass);
        this.factory = sources.buildMetadata().buildSessionFactory();
    }

    public SessionFactory factory() {
        return factory;
    }
}
