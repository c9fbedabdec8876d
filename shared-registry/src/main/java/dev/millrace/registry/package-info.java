/**
 * Sends requests to image registries and reads tags, manifests and blobs.
 *
 * <p>In: a configured registry with its login, and a request. Out: the response, or a transient error ({@code RegistryUnavailable}) or a
 * permanent one ({@code RegistryRefused}). What never happens here: a login or token is shown, or sent to a host other than the registry and
 * its token service.
 */
@NullMarked
package dev.millrace.registry;

import org.jspecify.annotations.NullMarked;
