package dev.millrace.sync;

import java.util.Locale;

/** A kind of place in an object that a value of a Secret gets into, with the error that the place provokes. */
enum CanaryPlace {
    ANNOTATION("apps/v1", "Deployment", "web", "metadata.annotations.note"),
    ENVIRONMENT("apps/v1", "Deployment", "web", "spec.template.spec.containers.0.env.0.value"),
    ARGUMENT("apps/v1", "Deployment", "web", "spec.template.spec.containers.0.args.0"),
    FIELD("v1", "ConfigMap", "settings", "data.address"),
    CUSTOM_FIELD("canary.example/v1", "Widget", "custom", "spec.text"),
    UNSUPPORTED_VALUE("v1", "Service", "refused-type", "spec.type"),
    INVALID_LABEL("v1", "ConfigMap", "refused-label", "metadata.labels.x"),
    INVALID_CUSTOM_FIELD("canary.example/v1", "Widget", "custom-refused", "spec.mode"),
    NOT_ADMITTED("v1", "ConfigMap", "not-admitted", "metadata.annotations.note"),
    IMMUTABLE_ARGUMENT("batch/v1", "Job", "job", "spec.template.spec.containers.0.args.0"),
    IMMUTABLE_ENVIRONMENT("batch/v1", "Job", "job", "spec.template.spec.containers.0.env.0.value"),
    EXPRESSION("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "cel", "spec.validations.0.expression");

    /** The objects, with the places as {@code @PLACE@}, the name of the policy as {@code @CEL@} and that of a Job's command as {@code @COMMAND@}. */
    static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, annotations: {note: @ANNOTATION@}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: main, image: "shop/web:1", args: [@ARGUMENT@], env: [{name: PASSWORD, value: @ENVIRONMENT@}]}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {address: @FIELD@}
            ---
            apiVersion: canary.example/v1
            kind: Widget
            metadata: {name: custom}
            spec: {text: @CUSTOM_FIELD@}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: refused-type}
            spec: {type: @UNSUPPORTED_VALUE@, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: refused-label, labels: {x: @INVALID_LABEL@}}
            ---
            apiVersion: canary.example/v1
            kind: Widget
            metadata: {name: custom-refused}
            spec: {mode: @INVALID_CUSTOM_FIELD@}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: not-admitted, labels: {canary: refuse}, annotations: {note: @NOT_ADMITTED@}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: job}
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: "shop/web:1", command: ["@COMMAND@"], args: [@IMMUTABLE_ARGUMENT@], env: [{name: PASSWORD, value: @IMMUTABLE_ENVIRONMENT@}]}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: "@CEL@"}
            spec:
              matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]}
              validations: [{expression: @EXPRESSION@}]
            """;

    /** The kind of the objects whose status a test writes, and the policy that refuses objects and quotes their annotation. */
    static final String CLUSTER = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.canary.example}
            spec:
              group: canary.example
              names: {kind: Widget, plural: widgets, singular: widget}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: {type: object, properties: {text: {type: string}, mode: {type: string, pattern: "^ok$"}}}
                        status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: canary}
            spec:
              matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}]}
              matchConditions: [{name: marked, expression: "has(object.metadata.labels) && 'canary' in object.metadata.labels"}]
              validations: [{expression: "false", messageExpression: "'refused: ' + object.metadata.annotations['note']"}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: canary}
            spec: {policyName: canary, validationActions: [Deny]}
            """;

    private final String apiVersion;
    private final String kind;
    private final String object;
    private final String path;

    CanaryPlace(String apiVersion, String kind, String object, String path) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.object = object;
        this.path = path;
    }

    /** Returns the value to put there: messages that the policy computes have one line. */
    String value(Canary canary) {
        return this == NOT_ADMITTED || this == EXPRESSION ? canary.line() : canary.value();
    }

    String token() {
        return "@" + name() + "@";
    }

    /** Returns the entry of a kustomization by which the entry of a generated Secret gets there. */
    String replacement(String policy) {
        return """
                  - source: {kind: Secret, name: generated, fieldPath: data.%s}
                    targets: [{select: {kind: %s, name: %s}, fieldPaths: ["%s"]}]
                """.formatted(name(), kind, object.equals("cel") ? policy : object, path);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of a " + kind + " (" + apiVersion + ")";
    }
}
