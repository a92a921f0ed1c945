// Package path: pkg.go.dev/path.
package path

import "strings"

func Clean(p string) string {
	if p == "" {
		return "."
	}
	rooted := p[0] == '/'
	var out []string
	for _, part := range strings.Split(p, "/") {
		switch {
		case part == "" || part == ".":
		case part == "..":
			if len(out) > 0 && out[len(out)-1] != ".." {
				out = out[:len(out)-1]
			} else if !rooted {
				out = append(out, "..")
			}
		default:
			out = append(out, part)
		}
	}
	s := strings.Join(out, "/")
	if rooted {
		return "/" + s
	}
	if s == "" {
		return "."
	}
	return s
}

func Join(elem ...string) string {
	var list []string
	for _, e := range elem {
		if e != "" {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return Clean(strings.Join(list, "/"))
}

func Split(p string) (dir, file string) {
	i := strings.LastIndex(p, "/")
	return p[:i+1], p[i+1:]
}

func Base(p string) string {
	if p == "" {
		return "."
	}
	p = strings.TrimRight(p, "/")
	if p == "" {
		return "/"
	}
	_, file := Split(p)
	return file
}

func Dir(p string) string {
	dir, _ := Split(p)
	return Clean(dir)
}

func Ext(p string) string {
	for i := len(p) - 1; i >= 0 && p[i] != '/'; i-- {
		if p[i] == '.' {
			return p[i:]
		}
	}
	return ""
}

func IsAbs(p string) bool { return p != "" && p[0] == '/' }
