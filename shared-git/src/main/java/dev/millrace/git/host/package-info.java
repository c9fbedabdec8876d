/**
 * The REST APIs of Git hosts: GitHub, GitLab, Gitea and Forgejo, Bitbucket Cloud and Bitbucket Data Center.
 *
 * <p>In: a request about one repository. Out: the host's response, bounded in time and bytes. Only the configured host is ever called, whatever a
 * response says; no message contains a token.
 */
@NullMarked
package dev.millrace.git.host;

import org.jspecify.annotations.NullMarked;
