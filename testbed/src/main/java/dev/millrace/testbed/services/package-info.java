/**
 * Millrace's services as they run for people: a packaged application in a process of its own.
 *
 * <p>In: a module and its configuration. Out: the service, ready. Nothing of a service is on this class path.
 */
@NullMarked
package dev.millrace.testbed.services;

import org.jspecify.annotations.NullMarked;
