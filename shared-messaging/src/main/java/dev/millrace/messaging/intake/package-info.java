/**
 * What services that hear from outside have in common: their answers to webhooks and the token of those who may change something, the
 * poll for what no webhook told, the count of what was rightly left alone.
 *
 * <p>In: a verdict on a delivery, repositories to look at. Out: an HTTP answer, looks that go on for as long as the service runs. What never
 * happens here: reading a body, a look at Git.
 */
@NullMarked
package dev.millrace.messaging.intake;

import org.jspecify.annotations.NullMarked;
