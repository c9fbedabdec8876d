package dev.millrace.updater.edit.find;

/** What of an image stands in a place. */
public enum Part {
    REFERENCE,
    NAME,
    TAG,
    DIGEST
}
