/**
 * What an Application names besides Git: Secrets and ConfigMaps.
 *
 * <p>In: what people wrote. Out: the same, checked. Nothing here reads what is named.
 */
@NullMarked
package dev.millrace.cluster.application.reference;

import org.jspecify.annotations.NullMarked;
