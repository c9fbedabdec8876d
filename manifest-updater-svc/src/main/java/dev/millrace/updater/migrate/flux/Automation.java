package dev.millrace.updater.migrate.flux;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An {@code ImageUpdateAutomation}: where it writes, and how its commits get to a branch. */
final class Automation {
    private final SourceObject source;
    private final Drafts drafts;
    private final Map<String, Object> delivery = new LinkedHashMap<>();
    private final List<Predicate<Map<String, String>>> selector = new ArrayList<>();
    private String path = "";
    private boolean suspended;
    private boolean used;

    private Automation(SourceObject source, Drafts drafts) {
        this.source = source;
        this.drafts = drafts;
    }

    static Automation read(SourceObject source, Drafts drafts) {
        Automation automation = new Automation(source, drafts);
        source.settings().child("spec").ifPresent(automation::spec);
        return automation;
    }

    SourceObject source() {
        return source;
    }

    String group() {
        return source.name();
    }

    /** The delivery of its commits; empty if they are pushed to the branch, with our messages. */
    Map<String, Object> delivery() {
        return delivery;
    }

    /** The directory with a slash at its end; empty for the whole repository. */
    String path() {
        return path;
    }

    boolean isSuspended() {
        return suspended;
    }

    boolean isUsed() {
        return used;
    }

    void use() {
        used = true;
    }

    boolean selects(SourceObject policy) {
        boolean near = policy.namespace().equals(source.namespace())
                || policy.namespace().isEmpty()
                || source.namespace().isEmpty();
        return near && selector.stream().allMatch(one -> one.test(policy.labels()));
    }

    private void spec(Settings spec) {
        suspended = spec.flag("suspend");
        spec.notNeeded("interval", "an image is written when it is announced or found");
        spec.child("sourceRef").ifPresent(reference -> {
            reference.ignore("apiVersion", "kind", "namespace");
            reference.notNeeded("name", "the file applies to the repository that it is in");
        });
        spec.child("update").ifPresent(this::update);
        spec.child("policySelector").ifPresent(this::selector);
        spec.child("git").ifPresent(this::git);
    }

    private void update(Settings update) {
        String written = update.text("path").orElse("");
        String plain = written.replaceFirst("^(?:\\./|/)+", "").replaceFirst("/+$", "");
        path = plain.isEmpty() || plain.equals(".") ? "" : plain + "/";
        if (!update.text("strategy").orElse("Setters").equals("Setters")) {
            update.lost("strategy", "only markers are known");
        }
    }

    private void selector(Settings settings) {
        settings.map("matchLabels").forEach((key, value) -> selector.add(labels -> value.equals(labels.get(key))));
        for (Settings expression : settings.children("matchExpressions")) {
            String key = expression.text("key").orElse("");
            List<String> values = expression.texts("values");
            switch (expression.text("operator").orElse("")) {
                case "In" -> selector.add(labels -> values.contains(labels.getOrDefault(key, "")));
                case "NotIn" -> selector.add(labels -> !values.contains(labels.getOrDefault(key, "")));
                case "Exists" -> selector.add(labels -> labels.containsKey(key));
                case "DoesNotExist" -> selector.add(labels -> !labels.containsKey(key));
                default ->
                    expression.lost("operator", "none of In, NotIn, Exists, DoesNotExist; all policies are taken");
            }
        }
    }

    private void git(Settings git) {
        Optional<String> checkout = git.child("checkout")
                .flatMap(one -> one.child("ref"))
                .flatMap(ref -> {
                    ref.lost("tag", "commits are made on a branch only");
                    ref.lost("commit", "commits are made on a branch only");
                    ref.lost("semver", "commits are made on a branch only");
                    ref.lost("name", "name the branch in millrace.updater.repositories");
                    return ref.text("branch");
                });
        checkout.ifPresent(branch -> drafts.notNeeded(
                git.origin("checkout"),
                source.title(),
                "spec.git.checkout.ref.branch",
                "the service's configuration names the branch: millrace.updater.repositories.<name>.branch=" + branch));
        Optional<Settings> push = git.child("push");
        push.ifPresent(settings -> {
            settings.lost("refspec", "commits are pushed to one branch");
            settings.lost("options", "no push options are sent");
        });
        push.flatMap(one -> one.text("branch"))
                .filter(branch -> !checkout.equals(Optional.of(branch)))
                .ifPresent(branch -> {
                    delivery.put("mode", "branch");
                    delivery.put("branch", branch);
                });
        git.child("commit").ifPresent(this::commit);
    }

    private void commit(Settings commit) {
        Map<String, String> constants = new TreeMap<>();
        commit.map("messageTemplateValues").forEach((key, value) -> constants.put(".Values." + key, value));
        String namespace = source.namespace();
        constants.put(".AutomationObject", (namespace.isEmpty() ? "" : namespace + "/") + source.name());
        constants.put(".AutomationObject.Name", source.name());
        constants.put(".AutomationObject.Namespace", namespace);
        commit.text("messageTemplate").ifPresent(template -> {
            try {
                delivery.put("message", GoTemplate.translate(template, constants));
            } catch (IllegalArgumentException e) {
                commit.lost(
                        "messageTemplate", "our templates have no '" + e.getMessage() + "'; our own message is used");
            }
        });
        commit.child("author").ifPresent(author -> {
            Optional<String> email = author.text("email");
            String name = author.text("name").orElse("Flux");
            email.ifPresentOrElse(
                    address -> delivery.put("author", name + " <" + address + ">"),
                    () -> author.lost("name", "an author needs an address too"));
        });
        commit.lost("signingKey", "the service signs by its own configuration, millrace.updater.signing");
    }
}
