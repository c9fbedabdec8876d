/**
 * Checks of what installs Millrace.
 *
 * <p>In: {@code k8s/}, {@code docker-compose.yml}, the Dockerfiles, the scripts of {@code dev/}. Out: whether an API server takes them, whether
 * they grant what they should and no more, whether they agree with the code. Nothing here is shipped.
 */
@NullMarked
package dev.millrace.deploy;

import org.jspecify.annotations.NullMarked;
