/**
 * Signatures that an Application requires, as users write them. In and out: JSON. What never happens here: a decision about a signature.
 */
@NullMarked
package dev.millrace.cluster.application.verify;

import org.jspecify.annotations.NullMarked;
