package dev.millrace.updater.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** The forms of a report. */
public enum ReportFormat {
    /** For users: a line for each mistake in the form of compilers, then the places of each policy. */
    TEXT {
        @Override
        public String of(CheckReport report) {
            StringBuilder text = new StringBuilder();
            for (Mistake one : report.mistakes()) {
                text.append(one.file())
                        .append(':')
                        .append(one.line())
                        .append(':')
                        .append(one.column())
                        .append(": ")
                        .append(oneLine(one.reason()))
                        .append('\n');
            }
            for (CheckReport.FoundPlace place : report.places()) {
                text.append(place.policy())
                        .append(" writes ")
                        .append(place.file())
                        .append(':')
                        .append(place.line())
                        .append(": ")
                        .append(place.part())
                        .append(" in ")
                        .append(place.field())
                        .append(", now ")
                        .append(place.value().isBlank() ? "empty" : oneLine(place.value()))
                        .append('\n');
            }
            return text.append(summary(report)).append('\n').toString();
        }
    },
    /** For programs: the report as one JSON object. */
    JSON {
        @Override
        public String of(CheckReport report) {
            try {
                return MAPPER.writeValueAsString(report) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a report is always JSON", e);
            }
        }
    },
    /**
     * For GitHub Actions: an annotation at each mistake.
     *
     * @see <a href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands">Workflow commands</a>
     */
    GITHUB {
        @Override
        public String of(CheckReport report) {
            StringBuilder text = new StringBuilder();
            for (Mistake one : report.mistakes()) {
                text.append("::error file=")
                        .append(property(one.file()))
                        .append(",line=")
                        .append(one.line())
                        .append(",col=")
                        .append(one.column())
                        .append(",title=Update policies::")
                        .append(data(one.reason()))
                        .append('\n');
            }
            return text.append(summary(report)).append('\n').toString();
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The text of a report, with a line end. */
    public abstract String of(CheckReport report);

    private static String summary(CheckReport report) {
        return "policies: " + report.policies() + ", places: " + report.places().size() + ", mistakes: "
                + report.mistakes().size();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
