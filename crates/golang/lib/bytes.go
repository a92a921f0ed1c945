// Package bytes: pkg.go.dev/bytes.
package bytes

import (
	"io"
	"strings"
)

func index(s, sep []byte) int

const MinRead = 512

func Index(s, sep []byte) int             { return index(s, sep) }
func IndexByte(s []byte, c byte) int      { return index(s, []byte{c}) }
func Contains(s, sub []byte) bool         { return index(s, sub) >= 0 }
func Equal(a, b []byte) bool              { return string(a) == string(b) }
func Compare(a, b []byte) int             { return strings.Compare(string(a), string(b)) }
func HasPrefix(s, p []byte) bool          { return strings.HasPrefix(string(s), string(p)) }
func HasSuffix(s, p []byte) bool          { return strings.HasSuffix(string(s), string(p)) }
func TrimSpace(s []byte) []byte           { return []byte(strings.TrimSpace(string(s))) }
func ToUpper(s []byte) []byte             { return []byte(strings.ToUpper(string(s))) }
func ToLower(s []byte) []byte             { return []byte(strings.ToLower(string(s))) }
func ReplaceAll(s, old, new []byte) []byte { return []byte(strings.ReplaceAll(string(s), string(old), string(new))) }
func Repeat(b []byte, n int) []byte       { return []byte(strings.Repeat(string(b), n)) }

func Split(s, sep []byte) [][]byte {
	var out [][]byte
	for _, one := range strings.Split(string(s), string(sep)) {
		out = append(out, []byte(one))
	}
	return out
}

func Join(s [][]byte, sep []byte) []byte {
	var out []byte
	for i, one := range s {
		if i > 0 {
			out = append(out, sep...)
		}
		out = append(out, one...)
	}
	return out
}

type Buffer struct {
	buf []byte
	off int
}

func NewBuffer(buf []byte) *Buffer      { return &Buffer{buf: buf} }
func NewBufferString(s string) *Buffer  { return &Buffer{buf: []byte(s)} }
func (b *Buffer) Bytes() []byte         { return b.buf[b.off:] }
func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return string(b.buf[b.off:])
}
func (b *Buffer) Len() int                          { return len(b.buf) - b.off }
func (b *Buffer) Reset()                            { b.buf, b.off = b.buf[:0], 0 }
func (b *Buffer) Truncate(n int)                    { b.buf = b.buf[:b.off+n] }
func (b *Buffer) Grow(n int)                        {}
func (b *Buffer) Write(p []byte) (int, error)       { b.buf = append(b.buf, p...); return len(p), nil }
func (b *Buffer) WriteString(s string) (int, error) { b.buf = append(b.buf, s...); return len(s), nil }
func (b *Buffer) WriteByte(c byte) error            { b.buf = append(b.buf, c); return nil }
func (b *Buffer) WriteRune(r rune) (int, error)     { return b.WriteString(string(r)) }
func (b *Buffer) Read(p []byte) (int, error) {
	if b.off >= len(b.buf) {
		b.Reset()
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	n := copy(p, b.buf[b.off:])
	b.off += n
	return n, nil
}
func (b *Buffer) ReadByte() (byte, error) {
	if b.off >= len(b.buf) {
		return 0, io.EOF
	}
	b.off++
	return b.buf[b.off-1], nil
}
func (b *Buffer) ReadBytes(delim byte) ([]byte, error) {
	rest := b.buf[b.off:]
	if i := IndexByte(rest, delim); i >= 0 {
		b.off += i + 1
		return rest[:i+1], nil
	}
	b.off = len(b.buf)
	return rest, io.EOF
}
func (b *Buffer) ReadString(delim byte) (string, error) {
	p, err := b.ReadBytes(delim)
	return string(p), err
}
func (b *Buffer) ReadFrom(r io.Reader) (int64, error) {
	data, err := io.ReadAll(r)
	b.buf = append(b.buf, data...)
	return int64(len(data)), err
}
func (b *Buffer) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(b.buf[b.off:])
	b.Reset()
	return int64(n), err
}

type Reader struct {
	s  []byte
	at int
}

func NewReader(b []byte) *Reader { return &Reader{s: b} }
func (r *Reader) Len() int       { return len(r.s) - r.at }
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= len(r.s) {
		return 0, io.EOF
	}
	n := copy(p, r.s[r.at:])
	r.at += n
	return n, nil
}
