/**
 * The status for users: policies with their places, problems in files, health. Nothing is changed here.
 */
@NullMarked
package dev.millrace.updater.status;

import org.jspecify.annotations.NullMarked;
