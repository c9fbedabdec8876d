/**
 * Rendering of Helm charts.
 *
 * <p>In: a folder of the commit that is a chart, or the name and version of one elsewhere; values from files, references and the spec. Out: the
 * objects that Helm's templates render, each with the template it comes from, or one reason why there are none. What never happens here: a
 * template that runs in this process, a release, or a hook.
 */
@NullMarked
package dev.millrace.sync.render.helm;

import org.jspecify.annotations.NullMarked;
