// Package math: pkg.go.dev/math.
package math

const (
	E       = 2.71828182845904523536028747135266249775724709369995957496696763
	Pi      = 3.14159265358979323846264338327950288419716939937510582097494459
	Phi     = 1.61803398874989484820458683436563811772030917980576286213544862
	Sqrt2   = 1.41421356237309504880168872420969807856967187537694807317667974
	Ln2     = 0.693147180559945309417232121458176568075500134360255254120680009
	Ln10    = 2.30258509299404568401799145468436420760110148862877297603332790

	MaxFloat32             = 3.40282346638528859811704183484516925440e+38
	MaxFloat64             = 1.79769313486231570814527423731704356798070e+308
	SmallestNonzeroFloat64 = 4.9406564584124654417656879286822137236505980e-324

	MaxInt    = 1<<63 - 1
	MinInt    = -1 << 63
	MaxInt8   = 1<<7 - 1
	MinInt8   = -1 << 7
	MaxInt16  = 1<<15 - 1
	MinInt16  = -1 << 15
	MaxInt32  = 1<<31 - 1
	MinInt32  = -1 << 31
	MaxInt64  = 1<<63 - 1
	MinInt64  = -1 << 63
	MaxUint8  = 1<<8 - 1
	MaxUint16 = 1<<16 - 1
	MaxUint32 = 1<<32 - 1
	MaxUint64 = 1<<64 - 1
	MaxUint   = 1<<64 - 1
)

func one(x float64, name string) float64
func two(x, y float64, name string) float64

func Float64bits(f float64) uint64
func Float64frombits(b uint64) float64

func Sqrt(x float64) float64  { return one(x, "Sqrt") }
func Floor(x float64) float64 { return one(x, "Floor") }
func Ceil(x float64) float64  { return one(x, "Ceil") }
func Trunc(x float64) float64 { return one(x, "Trunc") }
func Round(x float64) float64 { return one(x, "Round") }
func Sin(x float64) float64   { return one(x, "Sin") }
func Cos(x float64) float64   { return one(x, "Cos") }
func Tan(x float64) float64   { return one(x, "Tan") }
func Asin(x float64) float64  { return one(x, "Asin") }
func Acos(x float64) float64  { return one(x, "Acos") }
func Atan(x float64) float64  { return one(x, "Atan") }
func Sinh(x float64) float64  { return one(x, "Sinh") }
func Cosh(x float64) float64  { return one(x, "Cosh") }
func Tanh(x float64) float64  { return one(x, "Tanh") }
func Exp(x float64) float64   { return one(x, "Exp") }
func Log(x float64) float64   { return one(x, "Log") }
func Log2(x float64) float64  { return one(x, "Log2") }
func Log10(x float64) float64 { return one(x, "Log10") }
func Cbrt(x float64) float64  { return one(x, "Cbrt") }

func Pow(x, y float64) float64   { return two(x, y, "Pow") }
func Mod(x, y float64) float64   { return two(x, y, "Mod") }
func Atan2(y, x float64) float64 { return two(y, x, "Atan2") }
func Hypot(p, q float64) float64 { return two(p, q, "Hypot") }

func Abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	if x == 0 {
		return 0
	}
	return x
}

func Inf(sign int) float64 {
	zero := 0.0
	if sign >= 0 {
		return 1 / zero
	}
	return -1 / zero
}

func NaN() float64 {
	zero := 0.0
	return zero / zero
}

func IsNaN(f float64) bool { return f != f }
func IsInf(f float64, sign int) bool {
	return sign >= 0 && f > MaxFloat64 || sign <= 0 && f < -MaxFloat64
}

func Max(x, y float64) float64 {
	if x != x || y != y {
		return NaN()
	}
	if x > y {
		return x
	}
	return y
}

func Min(x, y float64) float64 {
	if x != x || y != y {
		return NaN()
	}
	if x < y {
		return x
	}
	return y
}

func Modf(f float64) (float64, float64) {
	whole := Trunc(f)
	return whole, f - whole
}

func Signbit(x float64) bool { return x < 0 || x == 0 && 1/x < 0 }
