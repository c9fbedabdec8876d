/**
 * The services of Millrace as packaged applications, each as a separate process.
 *
 * <p>In: a module and its configuration. Out: the service, ready. No code of a service is on this class path.
 */
@NullMarked
package dev.millrace.testbed.services;

import org.jspecify.annotations.NullMarked;
