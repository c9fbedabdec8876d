package dev.millrace.registry;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Distinguishes the responses of registries: transient errors, refusals and their remedies. */
final class Answers {
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    private Answers() {}

    /** Returns true if the same request may succeed later. */
    static boolean isTransient(int status) {
        return status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY_REQUESTS || status >= 500;
    }

    /** The next step of the user after a refusal; empty if the status does not show it. */
    static String advice(RegistryRequest request, int status) {
        String host = request.registry().host();
        String place = request.repository().isEmpty() ? host : host + "/" + request.repository();
        return switch (status) {
            case 401 ->
                request.registry().login().isPresent()
                        ? "; check the login for " + host
                        : "; configure a login for " + host;
            case 403 -> "; allow the login to " + (request.writes() ? "push to " : "read ") + place;
            case 404 -> "; create " + place + " in the registry, or let a push create it";
            case 413 -> "; raise the limit on the size of requests at " + host + " or at the proxy in front of it";
            case 415 -> "; the registry does not support this type of content";
            case 301, 302, 303, 307, 308 -> "; configure the address to which the registry redirects";
            default -> "";
        };
    }

    /**
     * The time of the header {@code Retry-After} (RFC 9110, section 10.2.3), at most an hour; empty if there is none or it is invalid.
     *
     * @param now the current time, for a header with a date
     */
    static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").flatMap(text -> delay(text.strip(), now));
    }

    private static Optional<Duration> delay(String text, Instant now) {
        try {
            Duration delay = text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            if (delay.isNegative()) {
                return Optional.of(Duration.ZERO);
            }
            return Optional.of(delay.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : delay);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
