/**
 * The limits of an Application: what belongs to the agent itself, and what its Tenant allows.
 *
 * <p>In: the Tenants of the cluster, and a source, an object or another namespace. Out: the reason for which it is not allowed, for people; empty if it is. Pure. What
 * never happens here: a reason that holds the content of an object.
 */
@NullMarked
package dev.millrace.sync.tenant;

import org.jspecify.annotations.NullMarked;
