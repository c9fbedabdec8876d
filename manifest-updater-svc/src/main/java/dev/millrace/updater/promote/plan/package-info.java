/**
 * Plans promotions of images to the next environment, and reverts. In: the history of applications, the known images, the users' decisions, the
 * written updates. Out: plans. Pure: no I/O, no clock; the same facts always give the same plan.
 */
@NullMarked
package dev.millrace.updater.promote.plan;

import org.jspecify.annotations.NullMarked;
