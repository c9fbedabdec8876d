package dev.millrace.sync.named;

import java.util.Map;

/** The result of reading a ConfigMap or Secret. */
public sealed interface ReferenceContent {

    record Found(Map<String, String> entries) implements ReferenceContent {
        public Found {
            entries = Map.copyOf(entries);
        }

        @Override
        public String toString() {
            return "Found" + entries.keySet();
        }
    }

    record Missing() implements ReferenceContent {}

    /** The API server denies access. */
    record Refused(String why) implements ReferenceContent {}
}
