package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/release"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

// render is "helm template" of one chart, without the hooks.
func render(asked request, ask asker) (came output, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			came, err = output{}, fmt.Errorf("helm failed: %v", thrown)
		}
	}()
	loaded, err := load(asked, ask)
	if err != nil {
		return output{}, err
	}
	values, err := merged(asked.Values)
	if err != nil {
		return output{}, err
	}
	capabilities, err := capabilities(asked)
	if err != nil {
		return output{}, err
	}
	if err := fits(loaded, capabilities); err != nil {
		return output{}, err
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return output{}, err
	}
	release := chartutil.ReleaseOptions{Name: asked.Release, Namespace: asked.Namespace, Revision: 1, IsInstall: true}
	once := func() (output, error) {
		scope, err := chartutil.ToRenderValues(loaded, values, release, capabilities)
		if err != nil {
			return output{}, explained(err)
		}
		texts, err := engine.Engine{}.Render(loaded, scope)
		if err != nil {
			return output{}, explained(err)
		}
		return collected(loaded, texts, asked.CRDs, capabilities)
	}
	came, err = once()
	if err == nil && mayDraw(loaded) {
		return came, markRandom(came, once)
	}
	return came, err
}

func load(asked request, ask asker) (*chart.Chart, error) {
	if asked.Path == nil {
		if err := checkArchive("the chart", asked.Archive, 0); err != nil {
			return nil, err
		}
		return loader.LoadArchive(bytes.NewReader(asked.Archive))
	}
	if outside(*asked.Path) {
		return nil, fmt.Errorf("%q is outside of the repository", *asked.Path)
	}
	files, err := chartFiles(ask, *asked.Path)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if packedSubchart(file.Name) {
			if err := checkArchive(file.Name, file.Data, 1); err != nil {
				return nil, err
			}
		}
	}
	return loader.LoadFiles(files)
}

// merged is what "--values" does with several files.
func merged(texts [][]byte) (map[string]any, error) {
	all := map[string]any{}
	for _, text := range texts {
		next := map[string]any{}
		if err := yaml.Unmarshal(text, &next); err != nil {
			return nil, errors.New("values that are no YAML mapping")
		}
		all = over(all, next)
	}
	return all, nil
}

func over(below, above map[string]any) map[string]any {
	out := maps.Clone(below)
	for key, value := range above {
		if inner, isMap := value.(map[string]any); isMap {
			if present, both := out[key].(map[string]any); both {
				out[key] = over(present, inner)
				continue
			}
		}
		out[key] = value
	}
	return out
}

func capabilities(asked request) (*chartutil.Capabilities, error) {
	all := chartutil.DefaultCapabilities.Copy()
	if asked.Kubernetes != "" {
		version, err := chartutil.ParseKubeVersion(asked.Kubernetes)
		if err != nil {
			return nil, fmt.Errorf("the cluster's version %q: %w", asked.Kubernetes, err)
		}
		all.KubeVersion = *version
	}
	if len(asked.APIs) > 0 {
		all.APIVersions = asked.APIs
	}
	return all, nil
}

// fits says what keeps a chart from being rendered at all.
func fits(loaded *chart.Chart, capabilities *chartutil.Capabilities) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("a %s chart can't be applied", kind)
	}
	if wanted := loaded.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.Version) {
		return fmt.Errorf("the chart wants Kubernetes %s, the cluster has %s", wanted, capabilities.KubeVersion.Version)
	}
	return complete(loaded)
}

// complete wants each dependency where "helm dependency build" puts it: nothing is downloaded for a chart's own sake.
func complete(loaded *chart.Chart) error {
	for _, wanted := range loaded.Metadata.Dependencies {
		there := slices.ContainsFunc(loaded.Dependencies(), func(c *chart.Chart) bool { return c.Name() == wanted.Name })
		if !there {
			return fmt.Errorf("%s depends on %s %s, which isn't in its charts/ folder: run \"helm dependency build\" and commit what it adds",
				loaded.ChartFullPath(), wanted.Name, wanted.Version)
		}
	}
	return nil
}

// collected are definitions of kinds, then templates by name, each with the objects it came to.
func collected(loaded *chart.Chart, texts map[string]string, crds bool, capabilities *chartutil.Capabilities) (output, error) {
	all := []rendered{}
	if crds {
		for _, definition := range loaded.CRDObjects() {
			all = append(all, rendered{File: definition.Filename, YAML: definition.File.Data})
		}
	}
	maps.DeleteFunc(texts, func(name, _ string) bool { return strings.HasSuffix(name, "NOTES.txt") })
	// Hooks are what Helm runs beside a release; there is no release here.
	hooks, objects, err := releaseutil.SortManifests(texts, capabilities.APIVersions, releaseutil.InstallOrder)
	if err != nil {
		return output{}, explained(err)
	}
	slices.SortStableFunc(objects, func(a, b releaseutil.Manifest) int { return strings.Compare(a.Name, b.Name) })
	for _, object := range objects {
		all = append(all, rendered{File: object.Name, YAML: []byte(object.Content)})
	}
	return output{files: all, hooks: leftOut(hooks)}, nil
}

// leftOut are the hooks that do something to an application: nobody misses a test.
func leftOut(hooks []*release.Hook) []hook {
	var all []hook
	for _, one := range hooks {
		events := make([]string, 0, len(one.Events))
		for _, event := range one.Events {
			if event != release.HookTest {
				events = append(events, event.String())
			}
		}
		if len(events) > 0 {
			all = append(all, hook{File: one.Path, Kind: one.Kind, Name: one.Name, Events: strings.Join(events, ", ")})
		}
	}
	slices.SortStableFunc(all, func(a, b hook) int { return strings.Compare(a.File+" "+a.Name, b.File+" "+b.Name) })
	return all
}

// explained says what is meant where Go says what it lacks.
func explained(err error) error {
	text := strings.TrimSpace(err.Error())
	if strings.Contains(text, "too many open files") {
		return fmt.Errorf("values.schema.json names a schema elsewhere, which is not fetched (%s)", text)
	}
	return errors.New(text)
}
