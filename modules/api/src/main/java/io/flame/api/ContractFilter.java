package io.flame.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flame.kernel.Json;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /openapi} with the contract as it was written. Payara's own end point would leave out what opens an
 * operation to everybody, and add a field of its own that OpenAPI does not know.
 */
public class ContractFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String FILE = "/META-INF/openapi.yaml";

    private final byte[] yaml;
    private final byte[] json;

    @Inject
    public ContractFilter() {
        this.yaml = read();
        this.json = toJson(yaml);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        boolean asJson = wantsJson(request.getParameter("format"), request.getHeader("Accept"));
        byte[] contract = asJson ? json : yaml;
        response.setContentType(asJson ? "application/json" : "application/yaml;charset=UTF-8");
        response.setContentLength(contract.length);
        response.getOutputStream().write(contract);
    }

    static boolean wantsJson(@Nullable String format, @Nullable String accept) {
        return "JSON".equalsIgnoreCase(format) || accept != null && accept.contains("application/json");
    }

    private static byte[] read() {
        try (InputStream file = Objects.requireNonNull(ContractFilter.class.getResourceAsStream(FILE))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the contract is not readable", e);
        }
    }

    private static byte[] toJson(byte[] yaml) {
        try {
            return Json.write(new ObjectMapper(new YAMLFactory()).readTree(yaml))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the contract is no YAML", e);
        }
    }
}
