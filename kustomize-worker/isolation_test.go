package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: app, image: "registry.example.com/shop/web:1"}
      - {name: auth-proxy, image: "registry.example.com/shop/proxy:1"}
`

const patchOfOneContainer = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: app, image: "registry.example.com/shop/web:2"}]}}}
`

const rollout = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: app, image: "registry.example.com/shop/web:1"}
      - {name: auth-proxy, image: "registry.example.com/shop/proxy:1"}
`

// schemaOf returns an OpenAPI schema with one kind whose list of containers is merged by name, or replaced.
func schemaOf(group, version, kind string, merged bool) string {
	merge := ""
	if merged {
		merge = `"x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge", `
	}
	return `{"definitions": {"example.` + kind + `": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"template": {"type": "object",
		"properties": {"spec": {"type": "object", "properties": {"containers": {` + merge + `"type": "array", "items": {"type": "object",
		"properties": {"name": {"type": "string"}, "image": {"type": "string"}}}}}}}}}},
		"x-kubernetes-group-version-kind": [{"group": "` + group + `", "version": "` + version + `", "kind": "` + kind + `"}]}}}`
}

// corpus returns kustomizations that change how kustomize treats objects, and some that depend on that. Each one is in a directory of its own.
func corpus() map[string]map[string]string {
	patched := "resources: [web.yaml]\npatches: [{path: patch.yaml}]\n"
	return map[string]map[string]string{
		"none": {"kustomization.yaml": patched, "web.yaml": deployment, "patch.yaml": patchOfOneContainer},
		"openapi-without-merge-keys": {"kustomization.yaml": patched + "openapi: {path: schema.json}\n", "web.yaml": deployment,
			"patch.yaml": patchOfOneContainer, "schema.json": schemaOf("apps", "v1", "Deployment", false)},
		"openapi-with-another-kind": {"kustomization.yaml": patched + "openapi: {path: schema.json}\n", "web.yaml": rollout,
			"patch.yaml":  strings.ReplaceAll(strings.ReplaceAll(patchOfOneContainer, "apps/v1", "argoproj.io/v1alpha1"), "Deployment", "Rollout"),
			"schema.json": schemaOf("argoproj.io", "v1alpha1", "Rollout", true)},
		"another-kind-alone": {"kustomization.yaml": patched, "web.yaml": rollout,
			"patch.yaml": strings.ReplaceAll(strings.ReplaceAll(patchOfOneContainer, "apps/v1", "argoproj.io/v1alpha1"), "Deployment", "Rollout")},
		"openapi-that-is-broken": {"kustomization.yaml": patched + "openapi: {path: schema.json}\n", "web.yaml": deployment,
			"patch.yaml": patchOfOneContainer, "schema.json": `{"definitions": [`},
		"openapi-of-a-version": {"kustomization.yaml": patched + "openapi: {version: v1.0.0}\n", "web.yaml": deployment, "patch.yaml": patchOfOneContainer},
		"openapi-in-a-base": {"kustomization.yaml": "resources: [base]\nnameSuffix: -x\n", "base/kustomization.yaml": patched + "openapi: {path: schema.json}\n",
			"base/web.yaml": deployment, "base/patch.yaml": patchOfOneContainer, "base/schema.json": schemaOf("apps", "v1", "Deployment", false)},
		"crds": {"kustomization.yaml": "resources: [bee.yaml, secret.yaml]\nnamePrefix: my-\ncrds: [crd.json]\n",
			"bee.yaml":    "apiVersion: example.org/v1\nkind: Bee\nmetadata: {name: bee}\nspec: {secretRef: {name: key}}\n",
			"secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: key}\n",
			"crd.json": `{"example.org/v1.Bee": {"Schema": {"properties": {"spec": {"$ref": "example.org/v1.BeeSpec"}},
				"x-kubernetes-group-version-kind": [{"group": "example.org", "version": "v1", "kind": "Bee"}]}},
				"example.org/v1.BeeSpec": {"Schema": {"properties": {"secretRef": {"x-kubernetes-object-ref-api-version": "v1",
				"x-kubernetes-object-ref-kind": "Secret", "$ref": "k8s.io/api/core/v1.LocalObjectReference"}}}}}`},
		"the-kind-of-crds-without-them": {"kustomization.yaml": "resources: [bee.yaml, secret.yaml]\nnamePrefix: my-\n",
			"bee.yaml":    "apiVersion: example.org/v1\nkind: Bee\nmetadata: {name: bee}\nspec: {secretRef: {name: key}}\n",
			"secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: key}\n"},
		"configurations": {"kustomization.yaml": "resources: [web.yaml]\nnamePrefix: my-\nconfigurations: [names.yaml]\n", "web.yaml": deployment,
			"names.yaml": "namePrefix:\n- {path: metadata/annotations/name, create: true}\n"},
		"transformers": {"kustomization.yaml": "resources: [web.yaml]\ntransformers: [labels.yaml]\n", "web.yaml": deployment,
			"labels.yaml": "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {team: shop}\nfieldSpecs: [{path: metadata/labels, create: true}]\n"},
		"replacements": {"kustomization.yaml": "resources: [web.yaml, settings.yaml]\nreplacements: [{source: {kind: ConfigMap, name: settings, fieldPath: data.colour}," +
			" targets: [{select: {kind: Deployment}, fieldPaths: [spec.template.spec.containers.0.image]}]}]\n", "web.yaml": deployment, "settings.yaml": object},
		"namespace": {"kustomization.yaml": "resources: [web.yaml, bee.yaml, role.yaml]\nnamespace: shop\n", "web.yaml": deployment,
			"bee.yaml":  "apiVersion: example.org/v1\nkind: Bee\nmetadata: {name: bee}\n",
			"role.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n"},
	}
}

// allOf returns the files of the whole corpus in one repository.
func allOf(all map[string]map[string]string) map[string]string {
	files := map[string]string{}
	for directory, content := range all {
		for name, text := range content {
			files[directory+"/"+name] = text
		}
	}
	return files
}

func TestARenderingIsThatOfAProcessOfItsOwn(t *testing.T) {
	all := corpus()
	files := allOf(all)
	names := slices.Sorted(maps.Keys(all))
	alone := map[string]string{}
	for _, name := range names {
		yaml, failure := start(t, files).render("1", name)
		alone[name] = yaml + reason(failure)
	}
	if alone["none"] == alone["openapi-without-merge-keys"] || strings.Contains(alone["openapi-without-merge-keys"], "auth-proxy") {
		t.Fatalf("the schema has no effect: %s", alone["openapi-without-merge-keys"])
	}

	for _, first := range names {
		w := start(t, files)
		_, _ = w.render("1", first)
		for _, second := range names {
			for _, name := range []string{second, first} {
				if yaml, failure := w.render("1", name); yaml+reason(failure) != alone[name] {
					t.Errorf("%s, with %s and %s in the same process:\n%s\nand alone:\n%s", name, first, second, yaml+failure, alone[name])
				}
			}
		}
	}
}

// reason returns a failure with the one wording of the JSON library, which chooses one of two for each process.
func reason(failure string) string {
	return strings.ReplaceAll(failure, "unable to unmarshal", "cannot unmarshal")
}
