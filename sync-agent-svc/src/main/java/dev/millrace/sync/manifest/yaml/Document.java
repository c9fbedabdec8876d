package dev.millrace.sync.manifest.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * One document of a YAML stream.
 *
 * @param firstLine the line of the file at which its text begins, from 1
 */
record Document(String text, int firstLine) {

    /** Splits at each line that starts a document; no line within a document can begin with {@code ---}. */
    static List<Document> split(String stream) {
        String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
        List<Document> documents = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int firstLine = 1;
        int line = 1;
        for (String one : text.split("\n", -1)) {
            if (startsDocument(one)) {
                documents.add(new Document(current.toString(), firstLine));
                current.setLength(0);
                firstLine = line;
            }
            current.append(one).append('\n');
            line++;
        }
        documents.add(new Document(current.toString(), firstLine));
        return documents.stream().filter(Document::saysSomething).toList();
    }

    private static boolean startsDocument(String line) {
        return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
    }

    private boolean saysSomething() {
        return text.lines()
                .map(String::strip)
                .anyMatch(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"));
    }
}
