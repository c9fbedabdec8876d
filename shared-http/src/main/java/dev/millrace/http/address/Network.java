package dev.millrace.http.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.96.0.0/12}; a single address is a range too. */
record Network(InetAddress base, int prefix) {
    /** Digits and colons only, so that nothing is looked up. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Parses a network in CIDR notation or an address; empty if the text is neither. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = (slash < 0 ? text : text.substring(0, slash)).replaceAll("^\\[|]$", "");
        if (!LITERAL.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress base = InetAddress.getByName(address);
            int bits = base.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return prefix >= 0 && prefix <= bits ? Optional.of(new Network(base, prefix)) : Optional.empty();
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a network: " + text));
    }

    boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        int ignored = ours.length * Byte.SIZE - prefix;
        return ours.length == theirs.length
                && new BigInteger(1, ours).shiftRight(ignored).equals(new BigInteger(1, theirs).shiftRight(ignored));
    }
}
