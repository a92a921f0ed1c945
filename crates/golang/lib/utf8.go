// Package utf8: pkg.go.dev/unicode/utf8.
package utf8

const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

func DecodeRuneInString(s string) (rune, int)
func DecodeRune(p []byte) (rune, int)

func RuneCountInString(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

func RuneCount(p []byte) int { return RuneCountInString(string(p)) }

func RuneLen(r rune) int {
	if r < 0 || r > MaxRune {
		return -1
	}
	return len(string(r))
}

func AppendRune(p []byte, r rune) []byte { return append(p, string(r)...) }

func ValidString(s string) bool {
	for i := 0; i < len(s); {
		r, n := DecodeRuneInString(s[i:])
		if r == RuneError && n == 1 {
			return false
		}
		i += n
	}
	return true
}

func Valid(p []byte) bool { return ValidString(string(p)) }
func ValidRune(r rune) bool { return r >= 0 && r <= MaxRune && !(r >= 0xD800 && r <= 0xDFFF) }
