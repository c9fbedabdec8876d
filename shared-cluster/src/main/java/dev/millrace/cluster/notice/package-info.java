/**
 * Kubernetes events on Applications by services that may create them and nothing else.
 *
 * <p>In: a notice for users. Out: one new event. Nothing is read, changed or counted up.
 */
@NullMarked
package dev.millrace.cluster.notice;

import org.jspecify.annotations.NullMarked;
