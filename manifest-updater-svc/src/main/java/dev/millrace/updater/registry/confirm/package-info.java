/**
 * Confirms with the registry what an event claims of an image. In: the claim of an update. Out: confirmed, or the reason why it is not written. An
 * event is a trigger; the registry decides.
 */
@NullMarked
package dev.millrace.updater.registry.confirm;

import org.jspecify.annotations.NullMarked;
