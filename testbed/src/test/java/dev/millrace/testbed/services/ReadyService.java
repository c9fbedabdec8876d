package dev.millrace.testbed.services;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A minimal process with the start-up behaviour of a service. */
final class ReadyService {
    private ReadyService() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.getInteger("quarkus.http.port");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            byte[] greeting = System.getProperty("greeting", "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, greeting.length);
            exchange.getResponseBody().write(greeting);
            exchange.close();
        });
        server.start();
        System.out.println("kubeconfig: " + System.getenv("KUBECONFIG"));
        System.out.println("failpoint none reached");
    }
}
