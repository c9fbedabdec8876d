package main

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

var (
	errOutside = errors.New("leaves the repository")
	errCharts  = errors.New("charts are not inflated by kustomizations: name the chart in an Application of its own (spec.helm.chart)," +
		" or commit what \"helm template\" writes and list that under resources")
	errPlugins = errors.New("plugins and functions are not run: commit what they write and list that under resources," +
		" or use kustomize's own generators and transformers")
	// As kustomize tells them: ssh://, https://, github.com/…, github.com:… and user@host:path, each also after "git::".
	remoteForm = regexp.MustCompile(`^(?i:(git::)|([a-z][a-z0-9+.-]*://)|(github\.com[/:])|([a-z][a-z0-9-]*@[^/]*:))`)
	aliasForm  = regexp.MustCompile(`[\s,\[{:-]\*[^\s*]`)
	userInfo   = regexp.MustCompile(`://[^/\s"']*@`)
)

// references are the fields of a kustomization that name files, directories or URLs. What a generator's or transformer's own file
// names isn't looked at here; for those the shut doors remain.
type references struct {
	Resources      []string          `yaml:"resources"`
	Bases          []string          `yaml:"bases"`
	Components     []string          `yaml:"components"`
	CRDs           []string          `yaml:"crds"`
	Configurations []string          `yaml:"configurations"`
	Generators     []string          `yaml:"generators"`
	Transformers   []string          `yaml:"transformers"`
	Validators     []string          `yaml:"validators"`
	OpenAPI        map[string]string `yaml:"openapi"`
}

// Fields by which a kustomization has a chart inflated, the present one and the old one.
var chartFields = []string{"helmCharts", "helmChartInflationGenerator"}

// checkCharts refuses charts by the file and the field that name them. Kustomize would ask for a flag that nobody can give.
func checkCharts(file string, content []byte) error {
	var fields map[string]any
	if err := yaml.Unmarshal(content, &fields); err != nil {
		return nil
	}
	for _, field := range chartFields {
		if charts, ok := fields[field].([]any); ok && len(charts) > 0 {
			return fmt.Errorf("%s: %s: %w", file, field, errCharts)
		}
	}
	return nil
}

// checkReferences refuses what kustomize would fetch or what lies outside, naming the file and the entry. A file that can't be read
// as a kustomization is left to kustomize, which says why.
func checkReferences(file string, content []byte) error {
	var named references
	if err := yaml.Unmarshal(content, &named); err != nil {
		return nil
	}
	for field, entries := range map[string][]string{
		"resources": named.Resources, "bases": named.Bases, "components": named.Components, "crds": named.CRDs,
		"configurations": named.Configurations, "generators": named.Generators, "transformers": named.Transformers,
		"validators": named.Validators, "openapi": {named.OpenAPI["path"]},
	} {
		for _, entry := range entries {
			if err := checkReference(path.Dir(file), entry); err != nil {
				return fmt.Errorf("%s: %s: %q: %w", file, field, withoutUserInfo(entry), err)
			}
		}
	}
	return nil
}

// checkAliases refuses what grows without bounds when YAML's aliases are written out. Decoding keeps count of that; it costs time
// only where a file has something that looks like an alias.
func checkAliases(file string, content []byte) error {
	if !aliasForm.Match(content) {
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var document any
		err := decoder.Decode(&document)
		if err != nil && strings.Contains(err.Error(), "excessive aliasing") {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err != nil {
			return nil
		}
	}
}

func checkReference(directory, entry string) error {
	switch {
	case strings.Contains(entry, "\n"):
		return nil // an object written in place
	case remoteForm.MatchString(entry):
		return errRemote
	case path.IsAbs(entry), strings.HasPrefix(path.Join(directory, entry)+"/", "../"):
		return errOutside
	default:
		return nil
	}
}

// withoutUserInfo takes user names and passwords out of the URLs in a text.
func withoutUserInfo(text string) string {
	return userInfo.ReplaceAllString(text, "://")
}
