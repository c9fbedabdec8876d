/**
 * A real Git host: smart HTTP, accounts, push webhooks; and a person who works with it.
 *
 * <p>In: pushes. Out: repositories on disk, and each push told to who asked, in GitHub's format, signed. Nothing is ever redelivered:
 * GitHub doesn't either.
 */
@NullMarked
package dev.millrace.testbed.git;

import org.jspecify.annotations.NullMarked;
