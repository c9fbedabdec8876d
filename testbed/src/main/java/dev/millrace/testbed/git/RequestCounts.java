package dev.millrace.testbed.git;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the requests to each repository, refused ones included, and serves the counts. */
final class RequestCounts extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern REPOSITORY = Pattern.compile("/([^/]+/[^/]+)\\.git/.*");

    private final transient Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher repository = REPOSITORY.matcher(request.getRequestURI());
        if (repository.matches()) {
            counts.merge(repository.group(1), 1L, Long::sum);
        }
        chain.doFilter(request, response);
    }

    /** {@code GET <path>/<owner>/<name>}: a number. */
    HttpServlet page() {
        return new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                String repository = String.valueOf(request.getPathInfo()).substring(1);
                response.setContentType("text/plain");
                response.getWriter().print(counts.getOrDefault(repository, 0L));
            }
        };
    }
}
