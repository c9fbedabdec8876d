package dev.millrace.updater.edit.find;

/** The part of an image in a place. */
public enum Part {
    REFERENCE,
    NAME,
    TAG,
    DIGEST
}
