/**
 * The Git hosts of requests: GitHub, GitLab, Gitea and Forgejo, Bitbucket Cloud and Bitbucket Data Center, each by its documented REST
 * interface.
 *
 * <p>In: calls of {@link dev.millrace.updater.review.ReviewHost}. Out: requests over HTTP, and responses as our own types. Only the configured
 * host is ever called, whatever a response says; no message contains a token.
 */
@NullMarked
package dev.millrace.updater.review.host;

import org.jspecify.annotations.NullMarked;
