package dev.millrace.testbed.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testbed.process.PartUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessIT {
    private final Path module;

    ServiceProcessIT(@TempDir Path module) {
        this.module = module;
    }

    @Test
    void startsWithItsConfigurationAndRestartsOnTheSamePort() throws Exception {
        packageModule();
        try (ServiceProcess service =
                ServiceProcess.of(module.toString(), "ready-service").with("greeting", "good morning")) {
            service.start();
            URI url = service.url();
            assertThat(ready(service)).isEqualTo("good morning");

            service.kill();
            assertThat(service.isRunning()).isFalse();
            service.with("greeting", "hello again").start();

            assertThat(service.url()).isEqualTo(url);
            assertThat(ready(service)).isEqualTo("hello again");
        }
    }

    @Test
    void hasALogAndNoKubeconfigByDefault() throws Exception {
        packageModule();
        try (ServiceProcess service = ServiceProcess.of(module.toString(), "ready-service-too")) {
            service.start();

            service.awaitLog(Duration.ofSeconds(10), "failpoint none reached");

            assertThat(service.logged()).contains("kubeconfig: null");
        }
    }

    @Test
    void namesTheModuleThatIsNotBuilt() {
        try (ServiceProcess service = ServiceProcess.of(module.toString(), "not-built")) {
            assertThatThrownBy(service::start)
                    .isInstanceOf(PartUnavailable.class)
                    .hasMessageContaining("is not built");
        }
    }

    private static String ready(ServiceProcess service) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(service.url().resolve("/q/health/ready"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** Creates a jar at the path of Quarkus that runs {@link ReadyService}. */
    private void packageModule() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ReadyService.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        ReadyService.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
        Path jar = Files.createDirectories(module.resolve("target/quarkus-app")).resolve("quarkus-run.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
