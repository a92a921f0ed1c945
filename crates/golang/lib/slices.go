// Package slices: pkg.go.dev/slices.
package slices

import "cmp"

func Contains[E comparable](s []E, v E) bool { return Index(s, v) >= 0 }
func ContainsFunc[E any](s []E, f func(E) bool) bool { return IndexFunc(s, f) >= 0 }

func Index[E comparable](s []E, v E) int {
	for i := range s {
		if s[i] == v {
			return i
		}
	}
	return -1
}

func IndexFunc[E any](s []E, f func(E) bool) int {
	for i := range s {
		if f(s[i]) {
			return i
		}
	}
	return -1
}

func SortFunc[E any](x []E, cmp func(a, b E) int) {
	if len(x) < 2 {
		return
	}
	m := len(x) / 2
	a := append([]E{}, x[:m]...)
	b := append([]E{}, x[m:]...)
	SortFunc(a, cmp)
	SortFunc(b, cmp)
	i, j := 0, 0
	for k := range x {
		if j >= len(b) || i < len(a) && cmp(a[i], b[j]) <= 0 {
			x[k] = a[i]
			i++
		} else {
			x[k] = b[j]
			j++
		}
	}
}

func SortStableFunc[E any](x []E, cmp func(a, b E) int) { SortFunc(x, cmp) }
func Sort[E cmp.Ordered](x []E) { SortFunc(x, func(a, b E) int { return cmp.Compare(a, b) }) }

func Reverse[E any](s []E) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

func Max[E cmp.Ordered](x []E) E {
	if len(x) == 0 {
		panic("slices.Max: empty list")
	}
	m := x[0]
	for _, v := range x {
		if v > m {
			m = v
		}
	}
	return m
}

func Min[E cmp.Ordered](x []E) E {
	if len(x) == 0 {
		panic("slices.Min: empty list")
	}
	m := x[0]
	for _, v := range x {
		if v < m {
			m = v
		}
	}
	return m
}

func Equal[E comparable](a, b []E) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func Clone[E any](s []E) []E {
	if s == nil {
		return nil
	}
	return append([]E{}, s...)
}

func Insert[E any](s []E, i int, v ...E) []E {
	tail := append([]E{}, s[i:]...)
	return append(append(s[:i], v...), tail...)
}

func Delete[E any](s []E, i, j int) []E { return append(s[:i], s[j:]...) }

func DeleteFunc[E any](s []E, del func(E) bool) []E {
	out := s[:0]
	for _, v := range s {
		if !del(v) {
			out = append(out, v)
		}
	}
	return out
}

func Compact[E comparable](s []E) []E {
	if len(s) < 2 {
		return s
	}
	out := s[:1]
	for _, v := range s[1:] {
		if v != out[len(out)-1] {
			out = append(out, v)
		}
	}
	return out
}

func BinarySearch[E cmp.Ordered](x []E, target E) (int, bool) {
	i, j := 0, len(x)
	for i < j {
		h := (i + j) / 2
		if x[h] < target {
			i = h + 1
		} else {
			j = h
		}
	}
	return i, i < len(x) && x[i] == target
}

func IsSorted[E cmp.Ordered](x []E) bool {
	for i := 1; i < len(x); i++ {
		if x[i] < x[i-1] {
			return false
		}
	}
	return true
}
