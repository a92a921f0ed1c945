// Package strings: pkg.go.dev/strings.
package strings

import (

	"io"
	"unicode"
	"unicode/utf8"
)

func Index(s, substr string) int
func LastIndex(s, substr string) int
func ToUpper(s string) string
func ToLower(s string) string
func Join(elems []string, sep string) string

func Contains(s, substr string) bool       { return Index(s, substr) >= 0 }
func ContainsRune(s string, r rune) bool   { return IndexRune(s, r) >= 0 }
func ContainsAny(s, chars string) bool     { return IndexAny(s, chars) >= 0 }
func HasPrefix(s, prefix string) bool      { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
func HasSuffix(s, suffix string) bool      { return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix }
func EqualFold(s, t string) bool           { return ToLower(s) == ToLower(t) }
func IndexByte(s string, c byte) int       { return Index(s, string([]byte{c})) }
func LastIndexByte(s string, c byte) int   { return LastIndex(s, string([]byte{c})) }
func Clone(s string) string                { return s }

func Compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func IndexRune(s string, r rune) int {
	for i, c := range s {
		if c == r {
			return i
		}
	}
	return -1
}

func IndexAny(s, chars string) int {
	for i, c := range s {
		if IndexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

func IndexFunc(s string, f func(rune) bool) int {
	for i, c := range s {
		if f(c) {
			return i
		}
	}
	return -1
}

func Count(s, substr string) int {
	if substr == "" {
		return utf8.RuneCountInString(s) + 1
	}
	n := 0
	for {
		i := Index(s, substr)
		if i < 0 {
			return n
		}
		n++
		s = s[i+len(substr):]
	}
}

func Repeat(s string, count int) string {
	if count < 0 {
		panic("strings: negative Repeat count")
	}
	list := make([]string, count)
	for i := range list {
		list[i] = s
	}
	return Join(list, "")
}

func split(s, sep string, keep, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		var out []string
		for len(s) > 0 {
			if n > 0 && len(out) == n-1 {
				out = append(out, s)
				break
			}
			_, size := utf8.DecodeRuneInString(s)
			out = append(out, s[:size])
			s = s[size:]
		}
		return out
	}
	out := []string{}
	for n < 0 || len(out) < n-1 {
		i := Index(s, sep)
		if i < 0 {
			break
		}
		out = append(out, s[:i+keep])
		s = s[i+len(sep):]
	}
	return append(out, s)
}

func Split(s, sep string) []string              { return split(s, sep, 0, -1) }
func SplitN(s, sep string, n int) []string      { return split(s, sep, 0, n) }
func SplitAfter(s, sep string) []string         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

func Fields(s string) []string { return FieldsFunc(s, unicode.IsSpace) }

func FieldsFunc(s string, f func(rune) bool) []string {
	out := []string{}
	start := -1
	for i, c := range s {
		if f(c) {
			if start >= 0 {
				out = append(out, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}

func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, c := range s {
		if !f(c) {
			return s[i:]
		}
	}
	return ""
}

func TrimRightFunc(s string, f func(rune) bool) string {
	end := 0
	for i, c := range s {
		if !f(c) {
			end = i + utf8.RuneLen(c)
		}
	}
	return s[:end]
}

func TrimFunc(s string, f func(rune) bool) string { return TrimRightFunc(TrimLeftFunc(s, f), f) }
func TrimSpace(s string) string                   { return TrimFunc(s, unicode.IsSpace) }
func Trim(s, cutset string) string {
	return TrimFunc(s, func(r rune) bool { return IndexRune(cutset, r) >= 0 })
}
func TrimLeft(s, cutset string) string {
	return TrimLeftFunc(s, func(r rune) bool { return IndexRune(cutset, r) >= 0 })
}
func TrimRight(s, cutset string) string {
	return TrimRightFunc(s, func(r rune) bool { return IndexRune(cutset, r) >= 0 })
}

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func CutPrefix(s, prefix string) (after string, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix string) (before string, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func Cut(s, sep string) (before, after string, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	if old == "" {
		out := ""
		for _, c := range s {
			if n != 0 {
				out += new
				n--
			}
			out += string(c)
		}
		if n != 0 {
			out += new
		}
		return out
	}
	if n > 0 {
		n++
	}
	return Join(split(s, old, 0, n), new)
}

func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }

func Map(mapping func(rune) rune, s string) string {
	out := []rune{}
	for _, c := range s {
		if r := mapping(c); r >= 0 {
			out = append(out, r)
		}
	}
	return string(out)
}

func Title(s string) string {
	before := ' '
	return Map(func(r rune) rune {
		at := before
		before = r
		if !unicode.IsLetter(at) && !unicode.IsDigit(at) && at != '_' && at != '\'' {
			return unicode.ToUpper(r)
		}
		return r
	}, s)
}

type Builder struct{ buf []byte }

func (b *Builder) String() string                    { return string(b.buf) }
func (b *Builder) Len() int                          { return len(b.buf) }
func (b *Builder) Cap() int                          { return cap(b.buf) }
func (b *Builder) Reset()                            { b.buf = nil }
func (b *Builder) Grow(n int)                        {}
func (b *Builder) Write(p []byte) (int, error)       { b.buf = append(b.buf, p...); return len(p), nil }
func (b *Builder) WriteByte(c byte) error            { b.buf = append(b.buf, c); return nil }
func (b *Builder) WriteString(s string) (int, error) { b.buf = append(b.buf, s...); return len(s), nil }
func (b *Builder) WriteRune(r rune) (int, error) {
	s := string(r)
	b.buf = append(b.buf, s...)
	return len(s), nil
}

type Reader struct {
	s  string
	at int
}

func NewReader(s string) *Reader { return &Reader{s: s} }
func (r *Reader) Len() int       { return len(r.s) - r.at }
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= len(r.s) {
		return 0, io.EOF
	}
	n := copy(p, r.s[r.at:])
	r.at += n
	return n, nil
}
func (r *Reader) ReadByte() (byte, error) {
	if r.at >= len(r.s) {
		return 0, io.EOF
	}
	r.at++
	return r.s[r.at-1], nil
}
func (r *Reader) ReadString(delim byte) (string, error) {
	rest := r.s[r.at:]
	if i := IndexByte(rest, delim); i >= 0 {
		r.at += i + 1
		return rest[:i+1], nil
	}
	r.at = len(r.s)
	return rest, io.EOF
}


type Replacer struct{ list []string }

func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	return &Replacer{oldnew}
}

func (r *Replacer) Replace(s string) string {
	out := []byte{}
	for i := 0; i < len(s); {
		hit := false
		for k := 0; k < len(r.list); k += 2 {
			if r.list[k] != "" && HasPrefix(s[i:], r.list[k]) {
				out = append(out, r.list[k+1]...)
				i += len(r.list[k])
				hit = true
				break
			}
		}
		if !hit {
			out = append(out, s[i])
			i++
		}
	}
	return string(out)
}
