/**
 * Ownership of an object's fields, as the API server records it in {@code metadata.managedFields}, and differences on them.
 *
 * <p>In: objects as JSON. Out: the projection of an object on a set of fields, differences with readable paths, and the owner of a field. Pure:
 * nothing here calls a cluster or needs a schema.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">server-side apply</a>
 */
@NullMarked
package dev.millrace.cluster.fields;

import org.jspecify.annotations.NullMarked;
