package dev.millrace.messaging.intake;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Limits the bodies of all requests except push webhooks, which have limits of their own. */
@Provider
public class SmallBodies implements ContainerRequestFilter {
    static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final String PUSH_WEBHOOK = "/webhooks/git";

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().equals(PUSH_WEBHOOK)) {
            return;
        }
        if (request.getLength() > MAX_BYTES) {
            request.abortWith(tooLarge());
        } else if (request.getHeaderString("Transfer-Encoding") != null) {
            request.setEntityStream(new Bounded(request.getEntityStream()));
        }
    }

    private static Response tooLarge() {
        return Answers.of(
                Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                "the body is larger than 2 MiB",
                Optional.empty(),
                false);
    }

    /** A stream that fails after the limit. */
    private static final class Bounded extends FilterInputStream {
        private long count;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return value < 0 ? value : counted(1, value);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            return read < 0 ? read : counted(read, read);
        }

        private int counted(int more, int result) {
            count += more;
            if (count > MAX_BYTES) {
                throw new WebApplicationException(tooLarge());
            }
            return result;
        }
    }
}
