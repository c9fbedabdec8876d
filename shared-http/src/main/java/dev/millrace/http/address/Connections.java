package dev.millrace.http.address;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules of this process, which hold for each HTTP client and each Git transport in it, so that none can be built without them. Until a service
 * has read its configuration, system properties and environment variables of the same names decide.
 */
public final class Connections {
    private static final String API_SERVER = "KUBERNETES_SERVICE_HOST";

    private static volatile AddressPolicy policy = ofProcess();

    private Connections() {}

    private static AddressPolicy ofProcess() {
        return withApiServer(
                list(AddressPolicy.HOSTS, "*"), list(AddressPolicy.PLAIN_HTTP, ""), list(AddressPolicy.DENIED, ""));
    }

    private static List<String> list(String key, String otherwise) {
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        String text = System.getProperty(key, System.getenv().getOrDefault(variable, otherwise));
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** Returns these rules, which deny the API server of the cluster that the process is in. */
    private static AddressPolicy withApiServer(List<String> hosts, List<String> plainHttp, List<String> denied) {
        List<String> all = new ArrayList<>(denied);
        String apiServer = System.getenv().getOrDefault(API_SERVER, "");
        Network.parse(apiServer).ifPresent(network -> all.add(apiServer));
        return AddressPolicy.parse(hosts, plainHttp, all);
    }

    /**
     * Sets the rules of the process.
     *
     * @throws IllegalArgumentException as {@link AddressPolicy#parse} does
     */
    public static synchronized void configure(List<String> hosts, List<String> plainHttp, List<String> denied) {
        policy = withApiServer(hosts, plainHttp, denied);
    }

    /** Denies further networks, until the rules are set again. What is no network is ignored. */
    public static synchronized void deny(Collection<String> networks) {
        policy = policy.denying(
                networks.stream().flatMap(text -> Network.parse(text).stream()).toList());
    }

    public static AddressPolicy policy() {
        return policy;
    }

    /** Returns why an address may not be connected to; empty if it may. */
    public static Optional<String> refusal(URI address) {
        return refusal(String.valueOf(address.getHost()), AddressPolicy.port(address));
    }

    /**
     * Returns why a host may not be connected to; empty if it may, and if it is unknown: connecting fails then. The JVM remembers the addresses of a
     * host for some seconds, so the connection that follows goes to one of those that were checked.
     */
    public static Optional<String> refusal(String host, int port) {
        try {
            return policy().refusal(host, port, List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return policy().anyPublic() ? Optional.empty() : policy().refusal(host, port, List.of());
        }
    }
}
