/**
 * The rights of an application repository at this service: image names, secrets, SSH keys, and limits.
 *
 * <p>In: the service's configuration, an image's description. Out: the first problem, if there is one. What never happens here: I/O, and the
 * value of a secret.
 */
@NullMarked
package dev.millrace.builder.plan.rights;

import org.jspecify.annotations.NullMarked;
