/**
 * Checks of the installation of Millrace.
 *
 * <p>In: {@code k8s/}, {@code docker-compose.yml}, the Dockerfiles, the scripts of {@code dev/}. Out: a failing test if an API server rejects
 * them, if they grant too few or too many permissions, or if they disagree with the code. Nothing here is shipped.
 */
@NullMarked
package dev.millrace.deploy;

import org.jspecify.annotations.NullMarked;
