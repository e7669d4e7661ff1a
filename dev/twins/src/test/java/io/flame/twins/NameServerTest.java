package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameServerTest {
    private static final String NAME = "_flame-challenge.acme.example";

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void answersWithWhatWasPublished() throws NamingException {
        stage.post("/dns", "{\"name\":\"" + NAME + "\",\"text\":\"proof=1\"}");

        assertThat(texts(NAME.toUpperCase(java.util.Locale.ROOT))).isEqualTo("proof=1");
    }

    @Test
    void knowsNothingElse() {
        stage.post("/dns", "{\"name\":\"" + NAME + "\",\"text\":\"proof=1\"}");
        stage.post("/dns", "{\"name\":\"" + NAME + "\",\"text\":\"\"}");

        assertThatThrownBy(() -> texts(NAME)).isInstanceOf(NameNotFoundException.class);
    }

    private String texts(String name) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + stage.twins.dnsPort());
        DirContext dns = new InitialDirContext(environment);
        return String.valueOf(
                dns.getAttributes(name, new String[] {"TXT"}).get("TXT").get());
    }
}
