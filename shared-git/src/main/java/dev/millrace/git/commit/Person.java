package dev.millrace.git.commit;

/** The author or committer of a commit. */
public record Person(String name, String email) {

    public Person {
        if ((name + email).chars().anyMatch(c -> c == '<' || c == '>' || c < ' ')) {
            throw new IllegalArgumentException("a name or address that Git cannot store: " + name);
        }
    }
}
