/**
 * The status of commits at their Git hosts: pending when a build begins, success or failure once its event is published.
 *
 * <p>In: a build that begins, and the events {@code image.built} and {@code build.failed}. Out: one request to the commit's host, and its result.
 * What never happens here: a build that waits for a host longer than the limit of one request, a credential in a text or at another host.
 */
@NullMarked
package dev.millrace.builder.status;

import org.jspecify.annotations.NullMarked;
