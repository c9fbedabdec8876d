/**
 * Repositories as they are configured. In: the URL of a repository, credentials, authorities. Out: the same, checked, without user info in the URL.
 * No secret is ever part of a text form. Nothing here opens a connection.
 */
@NullMarked
package dev.millrace.git.remote;

import org.jspecify.annotations.NullMarked;
