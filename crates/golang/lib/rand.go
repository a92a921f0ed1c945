// Package rand: pkg.go.dev/math/rand. Its numbers come from the machine's seeded chance.
package rand

func chance() uint64

type Source interface{ Int63() int64 }
type source struct{}

func (source) Int63() int64 { return int64(chance() >> 1) }

func NewSource(seed int64) Source { return source{} }

type Rand struct{ src Source }

func New(src Source) *Rand { return &Rand{src} }

func Seed(seed int64)    {}
func Int63() int64       { return int64(chance() >> 1) }
func Int31() int32       { return int32(chance() >> 33) }
func Uint32() uint32     { return uint32(chance() >> 32) }
func Uint64() uint64     { return chance() }
func Int() int           { return int(chance() >> 1) }
func Float64() float64   { return float64(chance()>>11) / (1 << 53) }
func Float32() float32   { return float32(Float64()) }
func Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	return int((chance() >> 1) % uint64(n))
}
func Int63n(n int64) int64 { return int64(Intn(int(n))) }
func Int31n(n int32) int32 { return int32(Intn(int(n))) }
func Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, Intn(i+1))
	}
}
func Perm(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (r *Rand) Int() int                           { return Int() }
func (r *Rand) Intn(n int) int                     { return Intn(n) }
func (r *Rand) Int63() int64                       { return Int63() }
func (r *Rand) Float64() float64                   { return Float64() }
func (r *Rand) Perm(n int) []int                   { return Perm(n) }
func (r *Rand) Shuffle(n int, swap func(i, j int)) { Shuffle(n, swap) }
