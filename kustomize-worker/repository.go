package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

var (
	errReadOnly  = errors.New("the repository can't be written while rendering")
	errNotOpened = errors.New("not possible while rendering")
)

// A repository is kustomize's view of one commit: its root is "/", nothing is above it, and nothing can be written. What was asked
// once is remembered for as long as one rendering lasts.
type repository struct {
	ask     func(ask, path string) answer
	answers map[[2]string]answer
	refusal error // kustomize takes a kustomization that can't be read for one that isn't there; the reason is kept here
}

var _ filesys.FileSystem = (*repository)(nil)

func newRepository(ask func(ask, path string) answer) *repository {
	return &repository{ask: ask, answers: map[[2]string]answer{}}
}

// inside is the path as the asker knows it: no leading slash, "" for the root.
func inside(name string) string {
	return strings.TrimPrefix(path.Join("/", filepath.ToSlash(name)), "/")
}

func (r *repository) told(ask, name string) answer {
	key := [2]string{ask, inside(name)}
	if said, known := r.answers[key]; known {
		return said
	}
	said := r.ask(ask, key[1])
	r.answers[key] = said
	return said
}

func (r *repository) ReadFile(name string) ([]byte, error) {
	said := r.told("file", name)
	if said.Absent || said.Content == nil {
		return nil, absent("open", name)
	}
	if err := check(inside(name), *said.Content); err != nil {
		if r.refusal == nil {
			r.refusal = err
		}
		return nil, err
	}
	return *said.Content, nil
}

func check(name string, content []byte) error {
	if err := checkAliases(name, content); err != nil {
		return err
	}
	if isKustomization(name) {
		if err := checkCharts(name, content); err != nil {
			return err
		}
		return checkReferences(name, content)
	}
	return nil
}

func isKustomization(name string) bool {
	for _, known := range konfig.RecognizedKustomizationFileNames() {
		if path.Base(name) == known {
			return true
		}
	}
	return false
}

func (r *repository) stat(name string) (exists, directory bool) {
	if inside(name) == "" {
		return true, true
	}
	said := r.told("stat", name)
	return said.Exists && !said.Absent, said.Dir
}

func (r *repository) Exists(name string) bool {
	exists, _ := r.stat(name)
	return exists
}

func (r *repository) IsDir(name string) bool {
	exists, directory := r.stat(name)
	return exists && directory
}

func (r *repository) ReadDir(name string) ([]string, error) {
	said := r.told("dir", name)
	if said.Absent || said.Entries == nil {
		return nil, absent("open", name)
	}
	names := make([]string, 0, len(*said.Entries))
	for _, entry := range *said.Entries {
		names = append(names, entry.Name)
	}
	return names, nil
}

func (r *repository) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	exists, directory := r.stat(name)
	absolute := "/" + inside(name)
	switch {
	case !exists:
		return "", "", absent("stat", name)
	case directory:
		return filesys.ConfirmedDir(absolute), "", nil
	default:
		return filesys.ConfirmedDir(path.Dir(absolute)), path.Base(absolute), nil
	}
}

func absent(operation, name string) error {
	return &fs.PathError{Op: operation, Path: inside(name), Err: fs.ErrNotExist}
}

func (r *repository) Open(name string) (filesys.File, error) { return nil, refused(name, errNotOpened) }
func (r *repository) Glob(name string) ([]string, error)     { return nil, refused(name, errNotOpened) }
func (r *repository) Walk(name string, _ filepath.WalkFunc) error {
	return refused(name, errNotOpened)
}

func (r *repository) Create(name string) (filesys.File, error) {
	return nil, refused(name, errReadOnly)
}
func (r *repository) Mkdir(name string) error               { return refused(name, errReadOnly) }
func (r *repository) MkdirAll(name string) error            { return refused(name, errReadOnly) }
func (r *repository) RemoveAll(name string) error           { return refused(name, errReadOnly) }
func (r *repository) WriteFile(name string, _ []byte) error { return refused(name, errReadOnly) }

func refused(name string, reason error) error {
	return fmt.Errorf("%s: %w", inside(name), reason)
}
