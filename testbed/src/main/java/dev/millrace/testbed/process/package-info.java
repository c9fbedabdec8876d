/**
 * Child processes, and the common type of all parts.
 *
 * <p>In: a command. Out: a process that ends with this JVM, in any case. Nothing here knows the purpose of the process.
 */
@NullMarked
package dev.millrace.testbed.process;

import org.jspecify.annotations.NullMarked;
