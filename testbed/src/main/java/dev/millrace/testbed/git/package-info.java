/**
 * A real Git host with smart HTTP, an account and push webhooks, and a user who works with it.
 *
 * <p>In: pushes. Out: repositories on disk, and a signed webhook in the format of GitHub for each push. Webhooks are never redelivered, as on
 * GitHub.
 */
@NullMarked
package dev.millrace.testbed.git;

import org.jspecify.annotations.NullMarked;
