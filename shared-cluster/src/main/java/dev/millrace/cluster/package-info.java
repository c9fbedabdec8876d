/**
 * What the services inside the cluster share: the Application resource, applied records, managed fields, redaction.
 *
 * <p>In: objects as the API server answers them. Out: what of them is ours, whether it still is as applied, and whose it is now. Nothing here
 * renders, applies or watches.
 */
@NullMarked
package dev.millrace.cluster;

import org.jspecify.annotations.NullMarked;
