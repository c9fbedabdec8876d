package dev.millrace.builder.engine.buildkit.network;

import dev.millrace.builder.engine.BoundedProcess;
import dev.millrace.builder.engine.EngineRefused;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.Programs;
import dev.millrace.builder.engine.ToolOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The bridge of this engine's builds, with its rules in the packet filter. Removed when closed. */
public final class BuildNetwork implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Path NAMESERVERS = Path.of("/etc/resolv.conf");
    private static final Pattern NAMESERVER = Pattern.compile("nameserver\\s+([0-9]{1,3}(?:\\.[0-9]{1,3}){3})\\s*");
    private static final boolean IPV6 = Files.exists(Path.of("/proc/net/if_inet6"));

    private final Path home;
    private final Clock clock;
    private final String bridge;
    private final FilterRules rules;
    private final CniFiles files;

    private BuildNetwork(Path home, Clock clock, String bridge, FilterRules rules, CniFiles files) {
        this.home = home;
        this.clock = clock;
        this.bridge = bridge;
        this.rules = rules;
        this.files = files;
    }

    /**
     * Sets up the rules; the bridge itself is created by the first build.
     *
     * @param plugins the folder of the installed CNI plugins
     * @param allowed networks that may be reached although they are private
     * @throws EngineRefused if this host does not allow it
     */
    public static BuildNetwork open(Path home, Path plugins, List<String> allowed, Clock clock) {
        String bridge = "mr" + Integer.toHexString(home.toString().hashCode());
        Subnet subnet = Subnet.unused(home.toString().hashCode(), addresses(bridge));
        CniFiles files = CniFiles.write(home.resolve("cni"), plugins, bridge, subnet);
        FilterRules rules = new FilterRules(bridge, subnet.cidr(), nameservers(), allowed);
        BuildNetwork network = new BuildNetwork(home, clock, bridge, rules, files);
        network.close();
        network.add("iptables", rules.ipv4());
        if (IPV6) {
            network.add("ip6tables", rules.ipv6());
        }
        return network;
    }

    /** The files that BuildKit reads. */
    public CniFiles files() {
        return files;
    }

    private static Collection<InetAddress> addresses(String except) {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(one -> !one.getName().equals(except))
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("reading the addresses of this host", e);
        }
    }

    private static List<String> nameservers() {
        try (Stream<String> lines = Files.lines(NAMESERVERS)) {
            return lines.limit(100)
                    .map(NAMESERVER::matcher)
                    .filter(one -> one.matches())
                    .map(one -> one.group(1))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Our rules are the first of their chains, in their order. The first rule is set first and removed last: it marks the others. */
    private void add(String program, List<FilterRules.Rule> all) {
        add(program, all.getFirst());
        all.subList(1, all.size()).reversed().forEach(rule -> add(program, rule));
    }

    private void add(String program, FilterRules.Rule rule) {
        List<String> command = rule.command(program, "-I");
        if (!isDone(command)) {
            close();
            throw new EngineRefused("the network of builds can't be set up, because this failed: "
                    + String.join(" ", command)
                    + "; let the service change its packet filter (CAP_NET_ADMIN, iptables installed),"
                    + " or set millrace.builder.buildkit.network=none");
        }
    }

    /** Removes the rules and the bridge, also those of an earlier process. */
    @Override
    public void close() {
        remove("iptables", rules.ipv4());
        if (IPV6) {
            remove("ip6tables", rules.ipv6());
        }
        if (Files.exists(Path.of("/sys/class/net", bridge))) {
            isDone(List.of("ip", "link", "delete", bridge));
        }
    }

    private void remove(String program, List<FilterRules.Rule> all) {
        FilterRules.Rule mark = all.getFirst();
        if (isDone(mark.command(program, "-C"))) {
            all.subList(1, all.size()).forEach(rule -> isDone(rule.command(program, "-D")));
            isDone(mark.command(program, "-D"));
        }
    }

    private boolean isDone(List<String> command) {
        try {
            Limit limit = Limit.startingNow(TIMEOUT, clock);
            return BoundedProcess.run(command, Programs.environment(home), home, limit, line -> {})
                    instanceof ToolOutcome.Succeeded;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
