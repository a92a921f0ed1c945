// Package filepath: pkg.go.dev/path/filepath.
package filepath

import (
	"errors"
	"os"
	"path"
)

const Separator = '/'

var SkipDir = errors.New("skip this directory")

func Clean(p string) string                  { return path.Clean(p) }
func Join(elem ...string) string             { return path.Join(elem...) }
func Split(p string) (dir, file string)      { return path.Split(p) }
func Base(p string) string                   { return path.Base(p) }
func Dir(p string) string                    { return path.Dir(p) }
func Ext(p string) string                    { return path.Ext(p) }
func IsAbs(p string) bool                    { return path.IsAbs(p) }
func ToSlash(p string) string                { return p }
func FromSlash(p string) string              { return p }
func Abs(p string) (string, error) {
	if IsAbs(p) {
		return Clean(p), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return Join(wd, p), nil
}

type WalkFunc func(path string, info os.FileInfo, err error) error

func Walk(root string, fn WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		return fn(root, nil, err)
	}
	err = walk(root, info, fn)
	if err == SkipDir {
		return nil
	}
	return err
}

func walk(p string, info os.FileInfo, fn WalkFunc) error {
	if err := fn(p, info, nil); err != nil || !info.IsDir() {
		return err
	}
	list, err := os.ReadDir(p)
	if err != nil {
		return fn(p, info, err)
	}
	for _, one := range list {
		inner, _ := one.Info()
		if err := walk(Join(p, one.Name()), inner, fn); err != nil && err != SkipDir {
			return err
		}
	}
	return nil
}
