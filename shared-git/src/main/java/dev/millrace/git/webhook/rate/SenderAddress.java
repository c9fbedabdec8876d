package dev.millrace.git.webhook.rate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** The network address of a sender: an IPv4 address, or the /64 network of an IPv6 address, because one host may use all addresses of it. */
public record SenderAddress(String value) {
    private static final int MAX_TEXT = 64;
    private static final int NETWORK_BYTES = 8;

    /** The address in textual form. Any other text stands for itself, shortened. */
    public static SenderAddress of(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return new SenderAddress(
                    address instanceof Inet6Address
                            ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
                            : address.getHostAddress());
        } catch (IllegalArgumentException e) {
            return new SenderAddress(text.substring(0, Math.min(text.length(), MAX_TEXT)));
        }
    }
}
