/**
 * Live objects in a rendering, by Helm's function {@code lookup}.
 *
 * <p>In: the queries of templates. Out: the live objects of the very Application that is rendered, within limits. What never happens here: a view of any other
 * object, a change, or a missing object because the cluster is unavailable.
 */
@NullMarked
package dev.millrace.sync.render.lookup;

import org.jspecify.annotations.NullMarked;
