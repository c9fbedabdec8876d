/**
 * A real Gitea, for pull requests.
 *
 * <p>In: nothing. Out: repositories with an owner, on a host that answers Gitea's REST interface and Git over HTTP. No page for people is
 * served: Gitea's scripts and styles aren't built.
 */
@NullMarked
package dev.millrace.testbed.gitea;

import org.jspecify.annotations.NullMarked;
