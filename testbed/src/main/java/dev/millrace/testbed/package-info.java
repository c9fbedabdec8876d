/**
 * The test bed: real parts on one machine, for tests and the demo. Start reading at {@link dev.millrace.testbed.Testbed}.
 *
 * <p>In: the names of the parts that are needed. Out: the parts, started on first use, shared by all test classes of the JVM, ended
 * with it. Nothing of Millrace itself is here, and no part is a stand-in.
 */
@NullMarked
package dev.millrace.testbed;

import org.jspecify.annotations.NullMarked;
