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
		" or commit the output of \"helm template\" and list that under resources")
	errPlugins = errors.New("plugins and functions are not run: commit their output and list that under resources," +
		" or use kustomize's own generators and transformers")
	// The forms that kustomize recognizes: ssh://, https://, github.com/…, github.com:… and user@host:path, each also after "git::".
	remoteForm = regexp.MustCompile(`^(?i:(git::)|([a-z][a-z0-9+.-]*://)|(github\.com[/:])|([a-z][a-z0-9-]*@[^/]*:))`)
	aliasForm  = regexp.MustCompile(`[\s,\[{:-]\*[^\s*]`)
	userInfo   = regexp.MustCompile(`://[^/\s"']*@`)
)

// references holds the fields of a kustomization that name files, directories or URLs. References in the files of generators and transformers
// are not checked: the sandbox stops those.
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

// chartFields are the fields that inflate a chart, the present one and the old one.
var chartFields = []string{"helmCharts", "helmChartInflationGenerator"}

// checkCharts refuses charts, and names the file and the field. Kustomize would ask for a flag that can't be given.
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

// checkReferences refuses references that are remote or outside the repository, and names the file and the entry. It ignores a file that is no
// kustomization: kustomize reports why.
func checkReferences(file string, content []byte) error {
	var fields references
	if err := yaml.Unmarshal(content, &fields); err != nil {
		return nil
	}
	for field, entries := range map[string][]string{
		"resources": fields.Resources, "bases": fields.Bases, "components": fields.Components, "crds": fields.CRDs,
		"configurations": fields.Configurations, "generators": fields.Generators, "transformers": fields.Transformers,
		"validators": fields.Validators, "openapi": {fields.OpenAPI["path"]},
	} {
		for _, entry := range entries {
			if err := checkReference(path.Dir(file), entry); err != nil {
				return fmt.Errorf("%s: %s: %q: %w", file, field, withoutUserInfo(entry), err)
			}
		}
	}
	return nil
}

// checkAliases refuses a file that grows without bounds when its YAML aliases are expanded. Decoding counts the expansions. Only a file with
// something like an alias is decoded.
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
		return nil // an inline object
	case remoteForm.MatchString(entry):
		return errRemote
	case path.IsAbs(entry), strings.HasPrefix(path.Join(directory, entry)+"/", "../"):
		return errOutside
	default:
		return nil
	}
}

// withoutUserInfo removes user names and passwords from the URLs in a text.
func withoutUserInfo(text string) string {
	return userInfo.ReplaceAllString(text, "://")
}
