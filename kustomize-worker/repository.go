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
	errReadOnly    = errors.New("the repository is read-only")
	errUnsupported = errors.New("not supported in a rendering")
)

// repository is kustomize's view of one commit: its root is "/", nothing is above it, and nothing can be written. It asks each question once
// per rendering.
type repository struct {
	ask     func(ask, path string) answer
	answers map[[2]string]answer
	refusal error // the first reason to refuse a file; kustomize treats an unreadable kustomization as a missing one
}

var _ filesys.FileSystem = (*repository)(nil)

func newRepository(ask func(ask, path string) answer) *repository {
	return &repository{ask: ask, answers: map[[2]string]answer{}}
}

// relative returns the path from the root of the repository: no leading slash, "" for the root.
func relative(name string) string {
	return strings.TrimPrefix(path.Join("/", filepath.ToSlash(name)), "/")
}

func (r *repository) question(ask, name string) answer {
	key := [2]string{ask, relative(name)}
	if received, known := r.answers[key]; known {
		return received
	}
	received := r.ask(ask, key[1])
	r.answers[key] = received
	return received
}

func (r *repository) ReadFile(name string) ([]byte, error) {
	received := r.question("file", name)
	if received.Absent || received.Content == nil {
		return nil, absent("open", name)
	}
	if err := checkFile(relative(name), *received.Content); err != nil {
		if r.refusal == nil {
			r.refusal = err
		}
		return nil, err
	}
	return *received.Content, nil
}

func checkFile(name string, content []byte) error {
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
	if relative(name) == "" {
		return true, true
	}
	received := r.question("stat", name)
	return received.Exists && !received.Absent, received.Dir
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
	received := r.question("dir", name)
	if received.Absent || received.Entries == nil {
		return nil, absent("open", name)
	}
	names := make([]string, 0, len(*received.Entries))
	for _, entry := range *received.Entries {
		names = append(names, entry.Name)
	}
	return names, nil
}

func (r *repository) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	exists, directory := r.stat(name)
	absolute := "/" + relative(name)
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
	return &fs.PathError{Op: operation, Path: relative(name), Err: fs.ErrNotExist}
}

func (r *repository) Open(name string) (filesys.File, error) {
	return nil, refused(name, errUnsupported)
}
func (r *repository) Glob(name string) ([]string, error) { return nil, refused(name, errUnsupported) }
func (r *repository) Walk(name string, _ filepath.WalkFunc) error {
	return refused(name, errUnsupported)
}

func (r *repository) Create(name string) (filesys.File, error) {
	return nil, refused(name, errReadOnly)
}
func (r *repository) Mkdir(name string) error               { return refused(name, errReadOnly) }
func (r *repository) MkdirAll(name string) error            { return refused(name, errReadOnly) }
func (r *repository) RemoveAll(name string) error           { return refused(name, errReadOnly) }
func (r *repository) WriteFile(name string, _ []byte) error { return refused(name, errReadOnly) }

func refused(name string, reason error) error {
	return fmt.Errorf("%s: %w", relative(name), reason)
}
