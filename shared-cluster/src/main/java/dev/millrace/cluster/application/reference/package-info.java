/**
 * Inputs that an Application names besides Git: Secrets and ConfigMaps.
 *
 * <p>In: references as users write them. Out: the same, checked. Nothing here reads the named objects.
 */
@NullMarked
package dev.millrace.cluster.application.reference;

import org.jspecify.annotations.NullMarked;
