package dev.millrace.testbed.demo;

import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.stream.Collectors;

/** Where to look further while everything is up. */
final class Invitation {
    private Invitation() {}

    static String text(LocalDelivery delivery, boolean stays) {
        String urls = delivery.services().stream().map(Invitation::line).collect(Collectors.joining("\n"));
        return """

                %s
                  events    kcat -b %s -t sync.completed -C -e -f '%%T %%k %%h %%s\\n'
                  cluster   export KUBECONFIG=%s
                            %s get mapp -A
                  git       git clone http://%s:%s@%s
                %s""".formatted(
                        stays ? "All of it stays up until Ctrl-C. Try:" : "On a terminal all of it stays up; then try:",
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
