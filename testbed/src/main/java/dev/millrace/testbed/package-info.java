/**
 * The test bed: real parts on one machine, for tests and the demo. Start reading at {@link dev.millrace.testbed.Testbed}.
 *
 * <p>In: the names of the required parts. Out: the parts, started on first use, shared by all test classes of the JVM, and ended
 * with it. No code of Millrace itself is here, and no part is a stub.
 */
@NullMarked
package dev.millrace.testbed;

import org.jspecify.annotations.NullMarked;
