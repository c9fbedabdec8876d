package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.SHA;
import static dev.millrace.updater.edit.FinderTable.OLD_SHA;
import static dev.millrace.updater.edit.FinderTable.at;
import static dev.millrace.updater.edit.FinderTable.ref;

import com.google.re2j.Pattern;
import dev.millrace.updater.edit.find.Finder;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** The cases of {@link FinderTable} for expressions. */
final class TextTable {
    private TextTable() {}

    private static Finder text(String expression) {
        return new Finder.Text(Pattern.compile(expression, Pattern.MULTILINE));
    }

    static List<Arguments> all() {
        return List.of(
                at("an env file", text("^WEB_TAG=(?<tag>.+)$"), "web.env", "A=1⏎WEB_TAG=«1.0.0»2.0.1»⏎B=2⏎"),
                at("an env file in CR LF", text("^WEB_TAG=(?<tag>.+)$"), "web.env", "A=1¶WEB_TAG=«1.0.0»2.0.1»¶B=2¶"),
                at(
                        "a carriage return by name",
                        text("^WEB_TAG=(?<tag>[^\\r\\n]+)\\r$"),
                        "web.env",
                        "WEB_TAG=«1.0.0»2.0.1»¶"),
                at("no final newline", text("^WEB_TAG=(?<tag>.+)$"), ".env", "WEB_TAG=«1.0.0»2.0.1»"),
                at("a reference", text("image = \"(?<image>[^\"]+)\""), "main.tf", "image = \"" + ref() + "\"⏎"),
                at(
                        "only this image's references",
                        text("image = \"(?<image>[^\"]+)\""),
                        "main.tf",
                        "image = \"x/y:1\"⏎image = \"" + ref() + "\"⏎"),
                at(
                        "name and tag apart",
                        text("(?<name>[a-z./]+):(?<tag>[0-9.]+)"),
                        "x.txt",
                        "use reg.example/shop/api:1.0 and reg.example/shop/web:«1.0»2.0.1»⏎"),
                at("a digest", text("D=(?<digest>sha256:\\w+)"), "x", "D=«" + OLD_SHA + "»" + SHA + "»⏎"),
                at(
                        "tag and digest",
                        text("(?<tag>\\S+) (?<digest>sha256:\\w+)"),
                        "x",
                        "«1»2.0.1» «" + OLD_SHA + "»" + SHA + "»"),
                at(
                        "a Jinja template that is no YAML",
                        text("web_tag = '(?<tag>[^']*)'"),
                        "d.yaml",
                        "{% set web_tag = '«1.0»2.0.1»' %}⏎{{ x }}: {⏎"),
                at("several lines", text("^v=(?<tag>.*)$"), "x", "v=«1»2.0.1»⏎w=1⏎v=«3»2.0.1»⏎"),
                at("a comment in YAML", text("release (?<tag>\\S+)"), "a.yaml", "# release «1.0»2.0.1»⏎a: 1⏎"),
                at("umlauts and emoji before it", text("t=(?<tag>\\S+)"), "x", "ä🚀⏎t=«1»2.0.1» ö⏎"),
                at("a byte order mark", text("^\\x{FEFF}?t=(?<tag>\\S+)"), "x", "\uFEFFt=«1»2.0.1»⏎"),
                at("in a block of YAML", text("tag: (?<tag>\\S+)"), "a.yaml", "config: |⏎  a: 1⏎  tag: «1.0»2.0.1»⏎"));
    }
}
