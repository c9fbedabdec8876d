/**
 * From an image to the commit that contains it.
 *
 * <p>In: images, pushed or as events. Out: how long they take until the configuration repository's branch has moved, and how long the least
 * work for that takes.
 */
@NullMarked
package dev.millrace.bench.commit;

import org.jspecify.annotations.NullMarked;
