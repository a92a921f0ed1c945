// Package sort: pkg.go.dev/sort. Every order here keeps what is equal as it was.
package sort

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

func swap(x any, i, j int)
func length(x any) int

func insertion(n int, less func(i, j int) bool, swap func(i, j int)) {
	for i := 1; i < n; i++ {
		for j := i; j > 0 && less(j, j-1); j-- {
			swap(j, j-1)
		}
	}
}

func Sort(data Interface)     { insertion(data.Len(), data.Less, data.Swap) }
func Stable(data Interface)   { insertion(data.Len(), data.Less, data.Swap) }
func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reverse struct{ Interface }

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

func Reverse(data Interface) Interface { return &reverse{data} }

func Slice(x any, less func(i, j int) bool) {
	insertion(length(x), less, func(i, j int) { swap(x, i, j) })
}

func SliceStable(x any, less func(i, j int) bool) { Slice(x, less) }

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

func merge[T int | string | float64](x []T) {
	if len(x) < 2 {
		return
	}
	m := len(x) / 2
	a := append([]T{}, x[:m]...)
	b := append([]T{}, x[m:]...)
	merge(a)
	merge(b)
	i, j := 0, 0
	for k := range x {
		if j >= len(b) || i < len(a) && a[i] <= b[j] {
			x[k] = a[i]
			i++
		} else {
			x[k] = b[j]
			j++
		}
	}
}

func Ints(x []int)         { merge(x) }
func Strings(x []string)   { merge(x) }
func Float64s(x []float64) { merge(x) }

func IntsAreSorted(x []int) bool       { return IsSorted(IntSlice(x)) }
func StringsAreSorted(x []string) bool { return IsSorted(StringSlice(x)) }

func Search(n int, f func(int) bool) int {
	i, j := 0, n
	for i < j {
		h := (i + j) / 2
		if !f(h) {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}

func SearchInts(a []int, x int) int       { return Search(len(a), func(i int) bool { return a[i] >= x }) }
func SearchStrings(a []string, x string) int { return Search(len(a), func(i int) bool { return a[i] >= x }) }
