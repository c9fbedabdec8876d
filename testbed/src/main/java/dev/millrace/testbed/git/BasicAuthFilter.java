package dev.millrace.testbed.git;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Accepts only requests with the account's password (HTTP Basic, RFC 7617). */
final class BasicAuthFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final String expected;

    BasicAuthFilter(String user, String password) {
        byte[] account = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.expected = "Basic " + Base64.getEncoder().encodeToString(account);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (expected.equals(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }
}
