/**
 * Counts the test cases of JUnit reports that tests of images write.
 *
 * <p>In: a tar file with what a test wrote. Out: its failed command, and counts or the reason why a report is unreadable. What never happens here: a DTD or an entity
 * that is resolved, a link that is followed, or more reading than the bounds allow.
 */
@NullMarked
package dev.millrace.builder.junit;

import org.jspecify.annotations.NullMarked;
