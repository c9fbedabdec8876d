/**
 * The model of a registry's notification: a JSON document with its headers, and the images that it reports.
 *
 * <p>In: verified bytes. Out: names of images and tags, normalized, or the reason why there are none. Pure. What never happens here: an
 * address of a payload is used for anything but its host's name.
 */
@NullMarked
package dev.millrace.builder.intake.registry.notice;

import org.jspecify.annotations.NullMarked;
