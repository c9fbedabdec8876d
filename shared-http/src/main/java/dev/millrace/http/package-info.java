/**
 * Exchanges HTTP requests for bounded responses.
 *
 * <p>In: a request and the size of the largest acceptable body. Out: the complete response, or the reason why there is none. What never
 * happens here: a redirect is followed, a request is repeated, a credential is added, or a call outlasts its time limit.
 */
@NullMarked
package dev.millrace.http;

import org.jspecify.annotations.NullMarked;
