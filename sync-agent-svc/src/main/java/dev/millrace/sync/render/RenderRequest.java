package dev.millrace.sync.render;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.lookup.OwnObjects;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.tenant.TenantPolicy;

/**
 * A request to render one directory for one Application.
 *
 * @param identity the identity that reads what the Application names
 * @param directory of the tree
 * @param inputs the content of the ConfigMaps and Secrets that the Application names
 * @param ownObjects the live objects of the Application
 * @param policy the permissions of the Application
 */
public record RenderRequest(
        ApplicationId application,
        Identity identity,
        String directory,
        ApplicationSpec spec,
        Inputs inputs,
        OwnObjects ownObjects,
        TenantPolicy policy) {

    /** A request in a cluster without Tenants, with the agent's own rights. */
    public RenderRequest(
            ApplicationId application, String directory, ApplicationSpec spec, Inputs inputs, OwnObjects ownObjects) {
        this(
                application,
                Identity.OWN,
                directory,
                spec,
                inputs,
                ownObjects,
                TenantPolicy.singleTeam(new OwnNamespace(OwnNamespace.DEFAULT), application.namespace()));
    }
}
