/**
 * Child processes, and what every part has in common.
 *
 * <p>In: a command. Out: a process that is ended with this JVM, however the JVM ends. Nothing here knows what the process is for.
 */
@NullMarked
package dev.millrace.testbed.process;

import org.jspecify.annotations.NullMarked;
