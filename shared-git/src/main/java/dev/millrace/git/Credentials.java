package dev.millrace.git;

/** What a git host asks for. The text form never shows a secret. */
public sealed interface Credentials {

    /** Nothing. */
    record None() implements Credentials {}

    /** A user and a password or token (RFC 7617). */
    record Basic(String user, String secret) implements Credentials {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /** A token (RFC 6750). */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }
}
