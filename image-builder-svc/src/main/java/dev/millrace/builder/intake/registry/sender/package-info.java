/**
 * The readers of notifications, one per kind of sender.
 *
 * <p>In: a verified notification. Out: the pushed tags, or why there are none. Pure. Charts, manifests without a tag, deletions, scans and
 * pulls are no images. What never happens here: an exception, whatever the body contains.
 */
@NullMarked
package dev.millrace.builder.intake.registry.sender;

import org.jspecify.annotations.NullMarked;
