package dev.millrace.updater.deliver;

import dev.millrace.updater.edit.Change;

/** A changed value and its file. */
record FileChange(String path, Change change) {}
