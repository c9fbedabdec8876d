package dev.millrace.http.address;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host that an operator named.
 *
 * @param name in lower case; {@code *.example.com} stands for each host below example.com
 * @param port the only port; absent for all
 */
record HostPattern(String name, Optional<Integer> port) {
    private static final Pattern FORM = Pattern.compile(
            "(?<name>(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9a-fA-F:.]+\\])(:(?<port>[0-9]{1,5}))?");

    static Optional<HostPattern> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new HostPattern(
                        plain(matcher.group("name")),
                        Optional.ofNullable(matcher.group("port")).map(Integer::parseInt)))
                : Optional.empty();
    }

    /** Returns a host's name in the form in which names are compared: in lower case, without brackets and without the dot of the root. */
    static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    }

    /** @param host in plain form */
    boolean matches(String host, int otherPort) {
        boolean sameName = name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
        return sameName && port.filter(one -> one != otherPort).isEmpty();
    }
}
