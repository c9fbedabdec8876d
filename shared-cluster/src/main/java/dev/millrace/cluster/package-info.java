/**
 * Types that the services inside the cluster share: the Application resource, applied records, managed fields, redaction.
 *
 * <p>In: objects as the API server returns them. Out: our part of them, differences from what was applied, and the owners of fields. Nothing here
 * renders, applies or watches.
 */
@NullMarked
package dev.millrace.cluster;

import org.jspecify.annotations.NullMarked;
