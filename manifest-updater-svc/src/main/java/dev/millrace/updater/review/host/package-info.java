/**
 * The git hosts that requests are opened on: GitHub, GitLab, Gitea and Forgejo, Bitbucket Cloud and Bitbucket Data Center, each by its
 * documented REST interface.
 *
 * <p>In: what {@link dev.millrace.updater.review.ReviewHost} asks for. Out: requests over HTTP, answers in our words. No other host is
 * ever called than the one configured, whatever an answer says; no message holds a token.
 */
@NullMarked
package dev.millrace.updater.review.host;

import org.jspecify.annotations.NullMarked;
