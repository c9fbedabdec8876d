package dev.millrace.http;

import java.time.Duration;

/**
 * The time limits of an exchange.
 *
 * @param connect for a new connection
 * @param total for everything, from the request to the last byte of the response
 */
public record Limits(Duration connect, Duration total) {}
