package dev.millrace.git;

/** Who wrote or committed. */
public record Person(String name, String email) {

    public Person {
        if ((name + email).chars().anyMatch(c -> c == '<' || c == '>' || c < ' ')) {
            throw new IllegalArgumentException("a name or address that Git can't hold: " + name);
        }
    }
}
