/**
 * The sizes that an Application may have.
 *
 * <p>In: a spec. Out: the first field that is too large. The same limits are in the definition of the resource, but a cluster may have an older one.
 */
@NullMarked
package dev.millrace.cluster.application.limit;

import org.jspecify.annotations.NullMarked;
