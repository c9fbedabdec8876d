package dev.millrace.acceptance.attack;

import static dev.millrace.acceptance.attack.HostileText.count;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Applications at their worst, by kind of input. */
final class HostileApplications {
    private static final int LAYER = 8;
    private static final int LAYERS = 11;
    private static final int MANY = 20;
    private static final int SOME = 6;

    private static final List<String> GROWTH = List.of(
            "['aaaaaaaaaa']" + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1",
            "[[1]]" + ".map(x, [x, x, x, x, x, x, x, x, x, x])".repeat(12) + ".size() == 1",
            "[[1]].map(x, [x, x])" + ".map(x, [x, x])".repeat(40) + " == [1]",
            "self.metadata.name.matches('((a{1000}){1000}){1000}')",
            "self.metadata.name.matches('^(?:(?:[a-z]+)+)+$')",
            "int(self.spec.source.repository) == 1",
            "self" + ".a".repeat(1_500) + " == 1",
            "(".repeat(1_500) + "true" + ")".repeat(1_500),
            "true ? ".repeat(200) + "true" + " : false".repeat(200),
            "1" + " + 1".repeat(900) + " == 2");

    private static final List<String> TEMPLATES = List.of(
            "{{ range $i := until 2000000000 }}{{ $i }}{{ end }}",
            "{{ range $i := until 10000 }}{{ range $j := until 10000 }}x{{ end }}{{ end }}",
            "{{ repeat 2000000000 \"a\" }}",
            "{{ printf \"%2000000000d\" 1 }}",
            "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
            "{{ tpl (repeat 100000 \"{{ tpl \\\"x\\\" . }}\") . }}",
            "{{ regexMatch \"((a{100}){100}){100}\" \"a\" }}",
            "{{ $l := list 1 }}{{ range until 64 }}{{ $l = concat $l $l }}{{ end }}{{ len $l }}",
            "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}");

    private HostileApplications() {}

    static List<Attack> all(ApplicationSender sender) {
        return List.of(
                attack(sender, "length", MANY, HostileApplications::length),
                attack(sender, "depth", MANY, HostileApplications::depth),
                attack(sender, "width", SOME, HostileApplications::width),
                attack(sender, "number", MANY, HostileApplications::number),
                attack(sender, "pattern", MANY, HostileApplications::pattern),
                attack(sender, "expression", MANY, HostileApplications::expression),
                attack(sender, "template", SOME, HostileApplications::template),
                attack(sender, "blob", SOME, HostileApplications::blob),
                attack(sender, "graph", LAYERS * LAYER, HostileApplications::graph));
    }

    private static Attack attack(
            ApplicationSender sender, String input, int inputs, HostileApplication.Generator generator) {
        return new Attack(
                "agent/" + input,
                Attack.Delivery.CONFIGURATION,
                inputs,
                (count, random) -> sender.send(count, random, generator));
    }

    private static void length(HostileApplication app, Random random, int number) {
        switch (random.nextInt(6)) {
            case 0 -> app.source().put("repository", app.repository() + "/a".repeat(count(random, 20_000)));
            case 1 -> app.source().put("path", "a/".repeat(count(random, 20_000)));
            case 2 -> app.source().put("branch", "b".repeat(count(random, 100_000)));
            case 3 ->
                app.file(
                        "long.yaml",
                        HostileApplication.configMap(1_000 + number, "{a: '" + "x".repeat(2 << 20) + "'}"));
            case 4 ->
                app.file(
                        "name.yaml",
                        HostileApplication.configMap(0, "{a: b}")
                                .replace("hostile-", "a".repeat(count(random, 100_000))));
            default ->
                app.file(
                        "a/".repeat(count(random, 1_000)) + "deep.yaml",
                        HostileApplication.configMap(1_000 + number, "{}"));
        }
    }

    private static void depth(HostileApplication app, Random random, int number) {
        String deep = HostileText.depth(random, 50_000);
        switch (random.nextInt(4)) {
            case 0 -> app.file(HostileApplication.OBJECT, HostileApplication.configMap(number, deep));
            case 1 -> app.file("kustomization.yaml", "resources: " + deep);
            case 2 -> {
                app.chart(HostileApplication.configMap(number, "{a: b}"));
                app.file("values.yaml", "a: " + deep);
            }
            default ->
                IntStream.range(0, count(random, 300))
                        .forEach(i -> app.file(
                                (i == 0 ? "" : "base" + i + "/") + "kustomization.yaml",
                                "resources: [" + (i == 0 ? "" : "../") + "base" + (i + 1) + "]\n"));
        }
    }

    private static void width(HostileApplication app, Random random, int number) {
        StringBuilder text = new StringBuilder();
        int many = count(random, 50_000);
        switch (random.nextInt(4)) {
            case 0 ->
                IntStream.range(0, many)
                        .forEach(i -> text.append("  k").append(i).append(": v\n"));
            case 1 -> {
                app.file("aliases.yaml", HostileText.aliases(random));
                return;
            }
            case 2 -> {
                IntStream.range(0, many).forEach(i -> text.append("---\n{}\n"));
                app.file("many.yaml", text.toString());
                return;
            }
            default -> {
                IntStream.range(0, many)
                        .forEach(i -> text.append("- base").append(i).append('\n'));
                app.file("kustomization.yaml", "resources:\n" + text);
                return;
            }
        }
        app.file(HostileApplication.OBJECT, HostileApplication.configMap(number, "\n" + text));
    }

    private static void number(HostileApplication app, Random random, int number) {
        String[] fields = {"poll", "reapply", "healthTimeout"};
        if (random.nextBoolean()) {
            app.spec.put(fields[random.nextInt(fields.length)], HostileText.duration(random));
        } else {
            String digits = "9".repeat(count(random, 100_000));
            String[] all = {digits, "-" + digits, "1e" + digits, "0x" + digits, digits + "." + digits};
            app.file(
                    HostileApplication.OBJECT,
                    HostileApplication.configMap(number, "{a: b}\nimmutable: " + all[random.nextInt(all.length)]));
        }
    }

    private static void pattern(HostileApplication app, Random random, int number) {
        String glob =
                "*".repeat(1 + random.nextInt(3)) + "a*".repeat(count(random, 400)) + "/**".repeat(random.nextInt(100));
        switch (random.nextInt(3)) {
            case 0 -> {
                app.spec.withArray("/plain/include").add(glob).add("**");
                app.file("a".repeat(200) + ".yaml", HostileApplication.configMap(1_000 + number, "{}"));
            }
            case 1 ->
                app.spec
                        .withArray("/ignore")
                        .addObject()
                        .put("kind", HostileText.pattern(random))
                        .putArray("fields")
                        .add("/a".repeat(500));
            default -> app.waitFor("self.metadata.name.matches(r'" + HostileText.pattern(random) + "')");
        }
    }

    private static void expression(HostileApplication app, Random random, int number) {
        app.waitFor(GROWTH.get(random.nextInt(GROWTH.size())));
    }

    private static void template(HostileApplication app, Random random, int number) {
        app.chart(TEMPLATES.get(random.nextInt(TEMPLATES.size())));
    }

    private static void blob(HostileApplication app, Random random, int number) {
        switch (random.nextInt(5)) {
            case 0 -> app.files.put("zeros.yaml", HostileText.zeros());
            case 1 -> app.files.put("kustomization.yaml", HostileText.zeros());
            case 2 -> {
                app.file("kustomization.yaml", "resources: [zeros.yaml]\n");
                app.files.put("zeros.yaml", HostileText.zeros());
            }
            case 3 -> {
                app.chart("a: b\n");
                app.files.put("values.yaml", HostileText.zeros());
            }
            default -> {
                app.chart("a: b\n");
                app.files.put("templates/zeros.yaml", HostileText.zeros());
            }
        }
    }

    /** Each depends on all of the layer below; some of the lowest layer may depend on the highest one. */
    private static void graph(HostileApplication app, Random random, int number) {
        int layer = number / LAYER;
        if (layer > 0) {
            IntStream.range(0, LAYER).forEach(i -> app.dependOn(HostileApplication.name((layer - 1) * LAYER + i)));
        } else if (random.nextInt(LAYER) == 0) {
            app.dependOn(HostileApplication.name((LAYERS - 1) * LAYER));
        }
    }
}
