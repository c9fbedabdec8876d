/**
 * Requests to image registries. In: a registry of the configuration, with its login, and a request. Out: the answer, or why there is none:
 * passing ({@code RegistryUnavailable}) or lasting ({@code RegistryRefused}). What never happens here: a login or token is shown, or sent to
 * another machine than the registry and the token service that it names.
 */
@NullMarked
package dev.millrace.registry;

import org.jspecify.annotations.NullMarked;
