package dev.millrace.cluster.notice;

import dev.millrace.events.value.ApplicationId;

/**
 * One line for the users of an Application.
 *
 * @param reason one word in camel case
 * @param message contains no confidential value
 */
public record Notice(
        ApplicationId application, String applicationUid, boolean warning, String reason, String message) {}
