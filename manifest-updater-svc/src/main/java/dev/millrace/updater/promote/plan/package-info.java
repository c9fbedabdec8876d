/**
 * When an image goes on to the next environment, and when one is taken back. In: how applications fared, which images there are, what people
 * said, what was written. Out: plans. Pure: no I/O, no clock; the same facts always give the same plan.
 */
@NullMarked
package dev.millrace.updater.promote.plan;

import org.jspecify.annotations.NullMarked;
