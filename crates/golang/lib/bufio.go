// Package bufio: pkg.go.dev/bufio.
package bufio

import (
	"errors"
	"io"
	"unicode/utf8"
)

const MaxScanTokenSize = 64 * 1024

var ErrTooLong = errors.New("bufio.Scanner: token too long")

type Reader struct {
	r    io.Reader
	buf  []byte
	err  error
}

func NewReader(r io.Reader) *Reader {
	if b, ok := r.(*Reader); ok {
		return b
	}
	return &Reader{r: r}
}
func NewReaderSize(r io.Reader, size int) *Reader { return NewReader(r) }

func (b *Reader) fill() {
	p := make([]byte, 4096)
	n, err := b.r.Read(p)
	b.buf = append(b.buf, p[:n]...)
	b.err = err
}

func (b *Reader) Buffered() int { return len(b.buf) }

func (b *Reader) Read(p []byte) (int, error) {
	if len(b.buf) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		b.fill()
		if len(b.buf) == 0 {
			return 0, b.err
		}
	}
	n := copy(p, b.buf)
	b.buf = b.buf[n:]
	return n, nil
}

func find(buf []byte, c byte) int {
	for i, b := range buf {
		if b == c {
			return i
		}
	}
	return -1
}

func (b *Reader) ReadBytes(delim byte) ([]byte, error) {
	for {
		if i := find(b.buf, delim); i >= 0 {
			out := b.buf[:i+1]
			b.buf = b.buf[i+1:]
			return out, nil
		}
		if b.err != nil {
			out := b.buf
			b.buf = nil
			return out, b.err
		}
		b.fill()
	}
}

func (b *Reader) ReadString(delim byte) (string, error) {
	p, err := b.ReadBytes(delim)
	return string(p), err
}

func (b *Reader) ReadLine() ([]byte, bool, error) {
	p, err := b.ReadBytes('\n')
	if len(p) == 0 && err != nil {
		return nil, false, err
	}
	if n := len(p); n > 0 && p[n-1] == '\n' {
		p = p[:n-1]
	}
	if n := len(p); n > 0 && p[n-1] == '\r' {
		p = p[:n-1]
	}
	return p, false, nil
}

func (b *Reader) ReadByte() (byte, error) {
	for len(b.buf) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		b.fill()
	}
	c := b.buf[0]
	b.buf = b.buf[1:]
	return c, nil
}

func (b *Reader) ReadRune() (rune, int, error) {
	for len(b.buf) < 4 && b.err == nil {
		b.fill()
	}
	if len(b.buf) == 0 {
		return 0, 0, b.err
	}
	r, n := utf8.DecodeRune(b.buf)
	b.buf = b.buf[n:]
	return r, n, nil
}

func (b *Reader) Peek(n int) ([]byte, error) {
	for len(b.buf) < n && b.err == nil {
		b.fill()
	}
	if len(b.buf) < n {
		return b.buf, b.err
	}
	return b.buf[:n], nil
}

type Writer struct {
	w   io.Writer
	buf []byte
}

func NewWriter(w io.Writer) *Writer               { return &Writer{w: w} }
func NewWriterSize(w io.Writer, size int) *Writer { return &Writer{w: w} }
func (b *Writer) Flush() error {
	if len(b.buf) == 0 {
		return nil
	}
	_, err := b.w.Write(b.buf)
	b.buf = nil
	return err
}
func (b *Writer) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	if len(b.buf) >= 4096 {
		return len(p), b.Flush()
	}
	return len(p), nil
}
func (b *Writer) WriteString(s string) (int, error) { return b.Write([]byte(s)) }
func (b *Writer) WriteByte(c byte) error {
	_, err := b.Write([]byte{c})
	return err
}
func (b *Writer) WriteRune(r rune) (int, error) { return b.WriteString(string(r)) }
func (b *Writer) Buffered() int                 { return len(b.buf) }

type ReadWriter struct {
	*Reader
	*Writer
}

func NewReadWriter(r *Reader, w *Writer) *ReadWriter { return &ReadWriter{r, w} }

type SplitFunc func(data []byte, atEOF bool) (advance int, token []byte, err error)

func ScanLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	if i := find(data, '\n'); i >= 0 {
		line := data[:i]
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		return i + 1, line, nil
	}
	if atEOF {
		return len(data), data, nil
	}
	return 0, nil, nil
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func ScanWords(data []byte, atEOF bool) (advance int, token []byte, err error) {
	start := 0
	for start < len(data) && space(data[start]) {
		start++
	}
	for i := start; i < len(data); i++ {
		if space(data[i]) {
			return i + 1, data[start:i], nil
		}
	}
	if atEOF && len(data) > start {
		return len(data), data[start:], nil
	}
	return start, nil, nil
}

func ScanRunes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if len(data) == 0 {
		return 0, nil, nil
	}
	_, n := utf8.DecodeRune(data)
	return n, data[:n], nil
}

func ScanBytes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if len(data) == 0 {
		return 0, nil, nil
	}
	return 1, data[:1], nil
}

type Scanner struct {
	r     io.Reader
	split SplitFunc
	buf   []byte
	token []byte
	end   bool
	err   error
}

func NewScanner(r io.Reader) *Scanner           { return &Scanner{r: r, split: ScanLines} }
func (s *Scanner) Split(f SplitFunc)            { s.split = f }
func (s *Scanner) Buffer(buf []byte, max int)   {}
func (s *Scanner) Text() string                 { return string(s.token) }
func (s *Scanner) Bytes() []byte                { return s.token }
func (s *Scanner) Err() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

func (s *Scanner) Scan() bool {
	for {
		if len(s.buf) > 0 || s.end {
			n, token, err := s.split(s.buf, s.end)
			if err != nil {
				s.err = err
				return false
			}
			s.buf = s.buf[n:]
			if token != nil {
				s.token = token
				return true
			}
			if s.end {
				s.token = nil
				return false
			}
		}
		p := make([]byte, 4096)
		n, err := s.r.Read(p)
		s.buf = append(s.buf, p[:n]...)
		if err != nil {
			s.err = err
			s.end = true
		}
	}
}
