package io.flame.identity.sso;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.spi.InitialContextFactory;

/** The Java platform's own DNS client, over the machine's resolvers or over the one that the settings name. */
@ApplicationScoped
class DnsRecords implements DomainRecords {

    private static final System.Logger LOG = System.getLogger(DnsRecords.class.getName());

    private static final String KEY = "FLAME_SSO_DNS";
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
    private static final String CLIENT = "com.sun.jndi.dns.DnsContextFactory";
    private static final String FIRST_TIMEOUT_MILLIS = "1000";
    private static final String TRIES = "2";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final String resolver;

    /** Reads {@code FLAME_SSO_DNS}: {@code host} or {@code host:port} of the resolver to ask. */
    @Inject
    DnsRecords(Settings settings) {
        this.resolver = settings.optional(KEY).map(DnsRecords::address).orElse("dns:");
    }

    private static String address(String server) {
        if (!SERVER.matcher(server).matches()) {
            throw Settings.malformed(KEY, "must look like host:port");
        }
        return "dns://" + server;
    }

    // DNS has texts only: nothing is ever made into an object.
    @SuppressWarnings("BanJNDI")
    @Override
    public List<String> texts(String name) {
        try {
            DirContext dns = (DirContext) client().getInitialContext(environment());
            try {
                return texts(dns.getAttributes(name, new String[] {"TXT"}).get("TXT"));
            } finally {
                dns.close();
            }
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (NamingException e) {
            LOG.log(WARNING, "no answer about {0} from {1}: {2}", name, resolver, e.getMessage());
            throw Problem.unavailable("The domain's name servers do not answer", RETRY_AFTER, e);
        }
    }

    private static List<String> texts(@org.jspecify.annotations.Nullable Attribute records) throws NamingException {
        List<String> texts = new ArrayList<>();
        if (records != null) {
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore()) {
                texts.add(String.valueOf(all.next()).replace("\"", ""));
            }
        }
        return texts;
    }

    @SuppressWarnings("JdkObsolete")
    private Hashtable<String, String> environment() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.PROVIDER_URL, resolver);
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        return environment;
    }

    /** Not by its name through {@code InitialContext}: the application server answers for all of those. */
    private static InitialContextFactory client() {
        return ServiceLoader.load(ModuleLayer.boot(), InitialContextFactory.class).stream()
                .filter(each -> each.type().getName().equals(CLIENT))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this Java has no module jdk.naming.dns"))
                .get();
    }
}
