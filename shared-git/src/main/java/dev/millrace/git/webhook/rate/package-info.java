/**
 * The rates at which senders may call.
 *
 * <p>In: the address of a request, its verdict and its repository. Out: a pause for its sender, if any. The tables of senders are bounded.
 */
@NullMarked
package dev.millrace.git.webhook.rate;

import org.jspecify.annotations.NullMarked;
