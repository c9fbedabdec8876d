/**
 * The users' commands: hold, release, approve. In: requests that carry the token. Out: records of {@code policy.state}. Nothing is decided or
 * written to Git here.
 */
@NullMarked
package dev.millrace.updater.command;

import org.jspecify.annotations.NullMarked;
