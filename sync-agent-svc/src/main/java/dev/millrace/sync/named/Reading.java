package dev.millrace.sync.named;

import java.util.Map;

/** The result of reading a ConfigMap or Secret. */
public sealed interface Reading {

    record Found(Map<String, String> entries) implements Reading {
        public Found {
            entries = Map.copyOf(entries);
        }

        @Override
        public String toString() {
            return "Found" + entries.keySet();
        }
    }

    record Missing() implements Reading {}

    /** The API server denies access. */
    record Refused(String why) implements Reading {}
}
