package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;

/** Receives the progress of builds. A method returns within seconds and never fails. */
public interface BuildProgress {

    /** The build begins; called before anything of it runs. */
    void begins(ImagePlan plan);

    /** An image that is only tested has passed; it has no event. */
    void tested(ImagePlan plan);
}
