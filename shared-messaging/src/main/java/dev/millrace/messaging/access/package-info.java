/**
 * Who may reach which part of a service over HTTP: webhooks have a port of their own, reading may require a token.
 *
 * <p>In: connections and requests. Out: the same requests, or a refusal. Changes require their token besides ({@code intake.RequiresToken}).
 */
@NullMarked
package dev.millrace.messaging.access;

import org.jspecify.annotations.NullMarked;
