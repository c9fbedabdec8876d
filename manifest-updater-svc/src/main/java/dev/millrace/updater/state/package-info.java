/**
 * State in memory, loaded from Kafka's log and followed from there: the history of applications, the built images, the users' decisions about
 * policies. In: records from the beginning. Out: answers, and new records of {@code policy.state}. Only the users' decisions are stored elsewhere too, in
 * their repository.
 */
@NullMarked
package dev.millrace.updater.state;

import org.jspecify.annotations.NullMarked;
