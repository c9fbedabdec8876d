/**
 * What people can see: policies with their places, trouble with files, health. Nothing is changed here.
 */
@NullMarked
package dev.millrace.updater.status;

import org.jspecify.annotations.NullMarked;
