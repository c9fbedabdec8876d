package dev.millrace.updater.cli;

import dev.millrace.git.worktree.UnifiedDiff;
import dev.millrace.git.worktree.WorkTree;
import dev.millrace.updater.check.CheckReport;
import dev.millrace.updater.check.PolicyCheck;
import dev.millrace.updater.check.ReportFormat;
import dev.millrace.updater.migrate.write.Import;
import dev.millrace.updater.repository.PoliciesInForce;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of this program. Results go to standard output, notes about them to standard error. */
@Command(
        name = "millrace-updater",
        description = "Without a command, starts the service.",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true)
public final class Commands {
    private static final int CHANGED = 0;
    private static final int NOTHING_TO_DO = 1;
    private static final int FINE = 0;
    private static final int MISTAKES = 1;
    private static final int ERROR = 2;

    private final OutputStream out;
    private final PrintWriter err;

    private Commands(OutputStream out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Runs a command and returns its exit status. */
    public static int run(String... arguments) {
        return run(System.out, new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments);
    }

    static int run(OutputStream out, PrintWriter err, String... arguments) {
        return new CommandLine(new Commands(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    err.println(e.getMessage() == null ? e.toString() : e.getMessage());
                    return ERROR;
                })
                .execute(arguments);
    }

    @Command(
            name = "update",
            description =
                    "Shows what images would change in a checkout of a configuration repository, or writes the changes.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {"0:files change", "1:nothing changes", "2:error"})
    int update(
            @Option(
                            names = "--checkout",
                            paramLabel = "<directory>",
                            defaultValue = ".",
                            description =
                                    "the checkout with its .millrace/updates.yaml (default: the current directory)")
                    Path checkout,
            @Option(
                            names = "--image",
                            paramLabel = "<name:tag@digest>",
                            required = true,
                            description = "an image; the digest is optional where none is written; repeatable")
                    List<String> images,
            @Option(
                            names = "--policy",
                            paramLabel = "<name>",
                            description = "only this policy, as if all its conditions were met")
                    Optional<String> policy,
            @Option(
                            names = "--ref",
                            paramLabel = "<ref>",
                            description = "the ref that the images were built from: refs/heads/main, refs/tags/v1.2.3")
                    Optional<String> ref,
            @Option(names = "--write", description = "write the files instead of showing the difference") boolean write)
            throws IOException {
        WorkTree files = new WorkTree(checkout);
        Preview preview = DryRun.of(files, new DryRun.Request(images, policy, ref));
        preview.notes().forEach(err::println);
        for (Map.Entry<String, Preview.FileEdit> file : preview.files().entrySet()) {
            if (write) {
                files.write(file.getKey(), file.getValue().after());
                err.println("edited " + file.getKey());
            } else {
                out.write(UnifiedDiff.of(
                        file.getKey(), file.getValue().before(), file.getValue().after()));
            }
        }
        out.flush();
        return preview.files().isEmpty() ? NOTHING_TO_DO : CHANGED;
    }

    @Command(
            name = "check",
            description =
                    "Checks the policies of a checkout, their places and the markers in its files, for a pull request.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {"0:no mistake", "1:mistakes", "2:error: nothing was checked"})
    int check(
            @Option(
                            names = "--checkout",
                            paramLabel = "<directory>",
                            defaultValue = ".",
                            description = "the checkout or directory (default: the current directory)")
                    Path checkout,
            @Option(
                            names = "--output",
                            paramLabel = "<format>",
                            defaultValue = "text",
                            description =
                                    "text, json, or github: annotations of a pull request (default: ${DEFAULT-VALUE})")
                    ReportFormat format)
            throws IOException {
        CheckReport report = PolicyCheck.of(new WorkTree(checkout))
                .orElseThrow(() -> new UnusableInput("no " + PoliciesInForce.FILE + " in " + checkout
                        + ", or the file is too large; name the repository's top directory with --checkout"));
        out.write(format.of(report).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return report.mistakes().isEmpty() ? FINE : MISTAKES;
    }

    @Command(
            name = "import",
            description =
                    "Creates policies from the settings of Flux, Argo CD Image Updater and Renovate in a checkout.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {"0:all settings are taken over", "1:some are not; each has its note", "2:error"})
    int importSettings(
            @Option(
                            names = "--checkout",
                            paramLabel = "<directory>",
                            defaultValue = ".",
                            description = "the checkout or directory (default: the current directory)")
                    Path checkout,
            @Option(
                            names = "--write",
                            description =
                                    "create " + PoliciesInForce.FILE + " instead of showing it; an existing one stays")
                    boolean write)
            throws IOException {
        WorkTree files = new WorkTree(checkout);
        Import.Result result = Import.of(files);
        result.notes().forEach(err::println);
        if (result.policies() == 0) {
            throw new UnusableInput("nothing to import in " + checkout
                    + ": no image that Flux, Argo CD Image Updater or Renovate updates was found");
        }
        byte[] text = result.text().getBytes(StandardCharsets.UTF_8);
        if (write) {
            create(files, text);
        } else {
            out.write(text);
            out.flush();
        }
        return result.isComplete() ? FINE : MISTAKES;
    }

    private static void create(WorkTree files, byte[] text) throws IOException {
        try {
            files.create(PoliciesInForce.FILE, text);
        } catch (FileAlreadyExistsException e) {
            throw new UnusableInput(
                    PoliciesInForce.FILE + " exists and stays as it is; without --write the policies are shown");
        }
    }
}
