/**
 * Which fields of an object are whose, as the API server notes in {@code metadata.managedFields}, and what differs on them.
 *
 * <p>In: objects as JSON. Out: the projection of an object on a set of fields, differences with readable paths, and who owns a field. Pure:
 * nothing here asks a cluster or needs a schema.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">server-side apply</a>
 */
@NullMarked
package dev.millrace.cluster.fields;

import org.jspecify.annotations.NullMarked;
