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
	"millrace.dev/shared-worker/protocol"
	"sigs.k8s.io/yaml"
)

// output holds the rendered objects of a chart, and its hooks.
type output struct {
	manifests []manifest
	hooks     []hook
}

// render returns the output of "helm template" for one chart, with the hooks apart.
func render(r request, conversation *protocol.Conversation) (rendered output, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			rendered, err = output{}, fmt.Errorf("helm failed: %v", problem)
		}
	}()
	prepared, err := prepare(r, conversation)
	if err != nil {
		return output{}, err
	}
	rendered, err = prepared.render()
	if err == nil && mayBeRandom(prepared.chart) {
		markRandom(prepared, rendered)
	}
	return rendered, err
}

// preparedChart is a chart with everything that its templates need.
type preparedChart struct {
	chart        *chart.Chart
	values       map[string]any
	release      chartutil.ReleaseOptions
	capabilities *chartutil.Capabilities
	crds         bool
	cluster      *cluster // nil if lookups find nothing
}

func prepare(r request, conversation *protocol.Conversation) (*preparedChart, error) {
	loaded, err := load(r, conversation)
	if err != nil {
		return nil, err
	}
	values, err := mergedValues(r.Values)
	if err != nil {
		return nil, err
	}
	capabilities, err := capabilities(r)
	if err != nil {
		return nil, err
	}
	if err := checkUsable(loaded, capabilities); err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return nil, err
	}
	var objects *cluster
	if r.Lookup {
		objects = newCluster(conversation)
	}
	return &preparedChart{
		chart:        loaded,
		values:       values,
		release:      chartutil.ReleaseOptions{Name: r.Release, Namespace: r.Namespace, Revision: 1, IsInstall: true},
		capabilities: capabilities,
		crds:         r.CRDs,
		cluster:      objects,
	}, nil
}

// render renders the templates once.
func (p *preparedChart) render() (output, error) {
	scope, err := chartutil.ToRenderValues(p.chart, p.values, p.release, p.capabilities)
	if err != nil {
		return output{}, withAdvice(err)
	}
	texts, err := p.execute(scope)
	if err != nil {
		return output{}, withAdvice(err)
	}
	return p.collect(texts)
}

func (p *preparedChart) execute(scope chartutil.Values) (map[string]string, error) {
	if p.cluster == nil {
		return engine.Engine{}.Render(p.chart, scope)
	}
	return engine.RenderWithClientProvider(p.chart, scope, p.cluster)
}

func load(r request, conversation *protocol.Conversation) (*chart.Chart, error) {
	if r.Path == nil {
		if err := checkArchive("the chart", r.Archive, 0); err != nil {
			return nil, err
		}
		return loader.LoadArchive(bytes.NewReader(r.Archive))
	}
	if isOutside(*r.Path) {
		return nil, fmt.Errorf("%q is outside of the repository", *r.Path)
	}
	files, err := chartFiles(conversation, *r.Path)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if isPackedSubchart(file.Name) {
			if err := checkArchive(file.Name, file.Data, 1); err != nil {
				return nil, err
			}
		}
	}
	return loader.LoadFiles(files)
}

// mergedValues returns the result of several "--values" files.
func mergedValues(texts [][]byte) (map[string]any, error) {
	all := map[string]any{}
	for _, text := range texts {
		next := map[string]any{}
		if err := yaml.Unmarshal(text, &next); err != nil {
			return nil, errors.New("values that are no YAML mapping")
		}
		all = merge(all, next)
	}
	return all, nil
}

// merge returns the mapping below, overridden by the mapping above.
func merge(below, above map[string]any) map[string]any {
	out := maps.Clone(below)
	for key, value := range above {
		if inner, isMap := value.(map[string]any); isMap {
			if present, both := out[key].(map[string]any); both {
				out[key] = merge(present, inner)
				continue
			}
		}
		out[key] = value
	}
	return out
}

func capabilities(r request) (*chartutil.Capabilities, error) {
	all := chartutil.DefaultCapabilities.Copy()
	if r.Kubernetes != "" {
		version, err := chartutil.ParseKubeVersion(r.Kubernetes)
		if err != nil {
			return nil, fmt.Errorf("the cluster's version %q: %w", r.Kubernetes, err)
		}
		all.KubeVersion = *version
	}
	if len(r.APIs) > 0 {
		all.APIVersions = r.APIs
	}
	return all, nil
}

// checkUsable returns the reason why the chart can't be rendered for this cluster.
func checkUsable(loaded *chart.Chart, capabilities *chartutil.Capabilities) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("a %s chart can't be applied", kind)
	}
	if required := loaded.Metadata.KubeVersion; required != "" && !chartutil.IsCompatibleRange(required, capabilities.KubeVersion.Version) {
		return fmt.Errorf("the chart requires Kubernetes %s, the cluster has %s", required, capabilities.KubeVersion.Version)
	}
	return checkDependencies(loaded)
}

// checkDependencies requires each dependency to be where "helm dependency build" puts it. Nothing is downloaded for a chart.
func checkDependencies(loaded *chart.Chart) error {
	for _, dependency := range loaded.Metadata.Dependencies {
		present := slices.ContainsFunc(loaded.Dependencies(), func(c *chart.Chart) bool { return c.Name() == dependency.Name })
		if !present {
			return fmt.Errorf("%s depends on %s %s, which isn't in its charts/ folder: run \"helm dependency build\" and commit what it adds",
				loaded.ChartFullPath(), dependency.Name, dependency.Version)
		}
	}
	return nil
}

// collect returns definitions of kinds first, then the objects of the templates, in the order of the templates' names.
func (p *preparedChart) collect(texts map[string]string) (output, error) {
	all := []manifest{}
	if p.crds {
		for _, definition := range p.chart.CRDObjects() {
			all = append(all, manifest{File: definition.Filename, YAML: definition.File.Data})
		}
	}
	maps.DeleteFunc(texts, func(name, _ string) bool { return strings.HasSuffix(name, "NOTES.txt") })
	hooks, objects, err := releaseutil.SortManifests(texts, p.capabilities.APIVersions, releaseutil.InstallOrder)
	if err != nil {
		return output{}, withAdvice(err)
	}
	slices.SortStableFunc(objects, func(a, b releaseutil.Manifest) int { return strings.Compare(a.Name, b.Name) })
	for _, object := range objects {
		all = append(all, manifest{File: object.Name, YAML: []byte(object.Content)})
	}
	return output{manifests: all, hooks: withoutTests(hooks)}, nil
}

// withoutTests returns the hooks that change an application. They are reported, because they are not applied; tests are not.
func withoutTests(hooks []*release.Hook) []hook {
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

// withAdvice replaces messages that are about the sandbox by the actual reason.
func withAdvice(err error) error {
	text := strings.TrimSpace(err.Error())
	if strings.Contains(text, "too many open files") {
		return fmt.Errorf("values.schema.json names a schema elsewhere, which is not fetched (%s)", text)
	}
	return errors.New(text)
}
