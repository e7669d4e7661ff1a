package io.flame.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditedOperationsTest {

    @Path("things")
    interface Things {
        @GET
        void list();

        @POST
        void create();

        @DELETE
        @Path("/{id: [0-9]+}/parts/{part}/")
        void remove();
    }

    @Path("/webhooks")
    interface Webhooks {
        @POST
        @Path("{platform}")
        void receive();
    }

    @Test
    void namesAnOperationByMethodAndPath() {
        assertThat(action(Things.class, "create")).contains("POST /api/things");
        assertThat(action(Things.class, "remove")).contains("DELETE /api/things/{id}/parts/{part}");
    }

    @Test
    void leavesReadersAndProvidersAlone() {
        assertThat(action(Things.class, "list")).isEmpty();
        assertThat(action(Webhooks.class, "receive")).isEmpty();
    }

    private static Optional<String> action(Class<?> resource, String name) {
        Method method = Arrays.stream(resource.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return AuditedOperations.action(new ResourceInfo() {
            @Override
            public Method getResourceMethod() {
                return method;
            }

            @Override
            public Class<?> getResourceClass() {
                return resource;
            }
        });
    }
}
