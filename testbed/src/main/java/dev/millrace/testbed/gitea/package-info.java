/**
 * A real Gitea, for pull requests.
 *
 * <p>In: nothing. Out: repositories with an owner, on a host with Gitea's REST API and Git over HTTP. The web pages are not usable,
 * because Gitea's scripts and styles aren't built.
 */
@NullMarked
package dev.millrace.testbed.gitea;

import org.jspecify.annotations.NullMarked;
