package dev.millrace.testbed.demo;

import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.stream.Collectors;

/** Suggestions for further steps while everything is running. */
final class NextSteps {
    private NextSteps() {}

    static String text(LocalDelivery delivery, boolean stays) {
        String urls = delivery.services().stream().map(NextSteps::line).collect(Collectors.joining("\n"));
        return """

                %s
                  events    kcat -b %s -t sync.completed -C -e -f '%%T %%k %%h %%s\\n'
                  cluster   export KUBECONFIG=%s
                            %s get mapp -A
                  git       git clone http://%s:%s@%s
                %s""".formatted(
                        stays
                                ? "Everything keeps running until Ctrl-C. Try:"
                                : "On a terminal, everything keeps running; then try:",
                        delivery.kafka().bootstrapServers(),
                        delivery.cluster().kubeconfig(),
                        delivery.cluster().kubectlProgram(),
                        delivery.gitHost().user(),
                        delivery.gitHost().password(),
                        delivery.gitHost()
                                .url(LocalDelivery.CONFIG_REPOSITORY)
                                .toString()
                                .replaceFirst("^http://", ""),
                        urls);
    }

    private static String line(ServiceProcess service) {
        return "  %-22s %s/q/health  %s/q/metrics".formatted(service.name(), service.url(), service.url());
    }
}
