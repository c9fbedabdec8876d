package dev.millrace.updater.status;

import dev.millrace.messaging.intake.Listing;
import dev.millrace.updater.promote.Promotions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Promotions of versions from one environment to the next. */
@Path("/promotions")
@Tag(name = "Promotions", description = "Promotions of versions from one environment to the next")
public class PromotionsResource {
    private final Promotions promotions;

    public PromotionsResource(Promotions promotions) {
        this.promotions = promotions;
    }

    /** The promotions that wait, and those that were requested and are not on the branch yet. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "promotions",
            summary = "Promotions that wait for a soak, a gate or an approval, and until when")
    @APIResponse(responseCode = "200", description = "At most one for each policy that has conditions")
    public List<PromotionView> all() {
        return Listing.of(promotions.plans(), PromotionView::of, PromotionView::faulty).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
