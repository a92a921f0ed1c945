// Package url: pkg.go.dev/net/url.
package url

import (
	"errors"
	"strings"
)

type Values map[string][]string

func (v Values) Get(key string) string {
	if list := v[key]; len(list) > 0 {
		return list[0]
	}
	return ""
}
func (v Values) Set(key, value string) { v[key] = []string{value} }
func (v Values) Add(key, value string) { v[key] = append(v[key], value) }
func (v Values) Del(key string)        { delete(v, key) }
func (v Values) Has(key string) bool   { _, ok := v[key]; return ok }
func (v Values) Encode() string {
	var keys []string
	for k := range v {
		i := len(keys)
		keys = append(keys, k)
		for i > 0 && keys[i] < keys[i-1] {
			keys[i], keys[i-1] = keys[i-1], keys[i]
			i--
		}
	}
	var out []string
	for _, k := range keys {
		for _, one := range v[k] {
			out = append(out, QueryEscape(k)+"="+QueryEscape(one))
		}
	}
	return strings.Join(out, "&")
}

const hex = "0123456789ABCDEF"

func escape(s string, keep string, plus bool) string {
	out := []byte{}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 || strings.IndexByte(keep, c) >= 0:
			out = append(out, c)
		case c == ' ' && plus:
			out = append(out, '+')
		default:
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

func QueryEscape(s string) string { return escape(s, "", true) }
func PathEscape(s string) string  { return escape(s, "$&+=:@", false) }

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unescape(s string, plus bool) (string, error) {
	out := []byte{}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '%':
			if i+2 >= len(s) || digit(s[i+1]) < 0 || digit(s[i+2]) < 0 {
				end := i + 3
				if end > len(s) {
					end = len(s)
				}
				return "", errors.New("invalid URL escape \"" + s[i:end] + "\"")
			}
			out = append(out, byte(digit(s[i+1])<<4|digit(s[i+2])))
			i += 2
		case s[i] == '+' && plus:
			out = append(out, ' ')
		default:
			out = append(out, s[i])
		}
	}
	return string(out), nil
}

func QueryUnescape(s string) (string, error) { return unescape(s, true) }
func PathUnescape(s string) (string, error)  { return unescape(s, false) }

func ParseQuery(query string) (Values, error) {
	v := Values{}
	var first error
	for query != "" {
		var one string
		one, query, _ = strings.Cut(query, "&")
		if one == "" {
			continue
		}
		key, value, _ := strings.Cut(one, "=")
		k, err := QueryUnescape(key)
		if err == nil {
			value, err = QueryUnescape(value)
		}
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		v.Add(k, value)
	}
	return v, first
}

type URL struct {
	Scheme   string
	Host     string
	Path     string
	RawQuery string
	Fragment string
}

func (u *URL) Query() Values { v, _ := ParseQuery(u.RawQuery); return v }
func (u *URL) RequestURI() string {
	s := escape(u.Path, "/$&+=:@,;", false)
	if s == "" {
		s = "/"
	}
	if u.RawQuery != "" {
		s += "?" + u.RawQuery
	}
	return s
}
func (u *URL) Hostname() string { h, _, _ := strings.Cut(u.Host, ":"); return h }
func (u *URL) Port() string     { _, p, _ := strings.Cut(u.Host, ":"); return p }
func (u *URL) String() string {
	s := ""
	if u.Scheme != "" {
		s = u.Scheme + "://"
	}
	s += u.Host + escape(u.Path, "/$&+=:@,;", false)
	if u.RawQuery != "" {
		s += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s += "#" + u.Fragment
	}
	return s
}

func Parse(raw string) (*URL, error) {
	u := &URL{}
	whole := raw
	raw, u.Fragment, _ = strings.Cut(raw, "#")
	raw, u.RawQuery, _ = strings.Cut(raw, "?")
	if i := strings.Index(raw, "://"); i > 0 {
		u.Scheme = strings.ToLower(raw[:i])
		raw = raw[i+3:]
		if k := strings.Index(raw, "/"); k >= 0 {
			u.Host, raw = raw[:k], raw[k:]
		} else {
			u.Host, raw = raw, ""
		}
	}
	p, err := PathUnescape(raw)
	if err != nil {
		return nil, errors.New("parse \"" + whole + "\": " + err.Error())
	}
	u.Path = p
	return u, nil
}
