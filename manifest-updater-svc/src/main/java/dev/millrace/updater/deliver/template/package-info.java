/**
 * Renders the message templates of users. In: a template and the data that it may read. Out: a bounded text. A template reads nothing else,
 * includes no other one, and ends within a bounded number of steps, however it is written.
 */
@NullMarked
package dev.millrace.updater.deliver.template;

import org.jspecify.annotations.NullMarked;
