package dev.millrace.cluster.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of fields, variables and options that hold a password, a token or the like. In doubt a name counts: a value that is not shown costs less
 * than one that should not have been.
 */
final class SensitiveNames {
    /** Longer names are no names. */
    private static final int MAX_LENGTH = 512;

    /** Anywhere in a name, as in {@code DBPASSWORD}. */
    private static final List<String> PARTS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "credential",
            "apikey",
            "accesskey",
            "privatekey",
            "signingkey",
            "encryptionkey",
            "masterkey",
            "authkey",
            "sshkey",
            "accountkey",
            "storagekey",
            "sharedkey",
            "licensekey",
            "connectionstring",
            "dockerconfigjson",
            "kubeconfig");

    /** Whole words. */
    private static final Set<String> WORDS =
            Set.of("pwd", "pw", "pass", "cred", "creds", "jwt", "dsn", "otp", "passwords");

    /** A last word by which a name refers to a value, or describes it, and does not hold it. */
    private static final Set<String> REFERENCES = Set.of(
            "name",
            "names",
            "namespace",
            "ref",
            "refs",
            "reference",
            "references",
            "selector",
            "path",
            "paths",
            "file",
            "files",
            "filename",
            "dir",
            "directory",
            "class",
            "kind",
            "type",
            "types",
            "group",
            "version",
            "provider",
            "store",
            "url",
            "uri",
            "endpoint",
            "audience",
            "audiences",
            "issuer",
            "seconds",
            "minutes",
            "hours",
            "ttl",
            "expiration",
            "expiry",
            "lifetime",
            "period",
            "interval",
            "duration",
            "size",
            "length",
            "count",
            "limit",
            "policy",
            "enabled",
            "optional",
            "required",
            "mode",
            "algorithm",
            "algorithms",
            "format",
            "header",
            "review",
            "reviews");

    private static final Set<String> NUMBERS = Set.of("max", "min", "num", "number");

    /** Keys that are no secrets, as variables. */
    private static final Set<String> OTHER_KEYS = Set.of(
            "public",
            "topology",
            "primary",
            "sort",
            "partition",
            "row",
            "foreign",
            "hash",
            "group",
            "map",
            "label",
            "annotation",
            "cache",
            "routing",
            "object",
            "sorting");

    private static final Pattern BOUNDARY =
            Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern SEPARATED = Pattern.compile("[^A-Za-z0-9]");

    private SensitiveNames() {}

    /** Returns true if a field or variable with this name holds a confidential value. */
    static boolean isSensitive(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.startsWith("millrace.dev/")) {
            return false;
        }
        List<String> words = BOUNDARY.splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (words.isEmpty()
                || REFERENCES.contains(words.getLast())
                || words.stream().anyMatch(NUMBERS::contains)) {
            return false;
        }
        String joined = String.join("", words);
        return PARTS.stream().anyMatch(joined::contains)
                || words.stream().anyMatch(WORDS::contains)
                || isKeyOfVariable(name, words);
    }

    /** {@code APP_KEY} and {@code app-key}, which no field of Kubernetes is named like: {@code topologyKey} is no such name. */
    private static boolean isKeyOfVariable(String name, List<String> words) {
        return words.size() > 1
                && (words.getLast().equals("key") || words.getLast().equals("keys"))
                && SEPARATED.matcher(name).find()
                && !name.contains("/")
                && !OTHER_KEYS.contains(words.get(words.size() - 2));
    }

    /** Returns true if a field with this name refers to a value or describes one. */
    static boolean isReference(String name) {
        return BOUNDARY.splitAsStream(name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .reduce((before, last) -> last)
                .filter(last -> last.equals("key") || REFERENCES.contains(last))
                .isPresent();
    }
}
