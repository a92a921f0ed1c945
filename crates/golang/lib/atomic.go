// Package atomic: pkg.go.dev/sync/atomic. Nothing cuts in while the library's own code runs.
package atomic

func AddInt32(addr *int32, delta int32) int32     { *addr += delta; return *addr }
func AddInt64(addr *int64, delta int64) int64     { *addr += delta; return *addr }
func AddUint32(addr *uint32, delta uint32) uint32 { *addr += delta; return *addr }
func AddUint64(addr *uint64, delta uint64) uint64 { *addr += delta; return *addr }
func LoadInt32(addr *int32) int32                 { return *addr }
func LoadInt64(addr *int64) int64                 { return *addr }
func LoadUint32(addr *uint32) uint32              { return *addr }
func LoadUint64(addr *uint64) uint64              { return *addr }
func StoreInt32(addr *int32, v int32)             { *addr = v }
func StoreInt64(addr *int64, v int64)             { *addr = v }
func StoreUint32(addr *uint32, v uint32)          { *addr = v }
func StoreUint64(addr *uint64, v uint64)          { *addr = v }
func SwapInt32(addr *int32, v int32) int32        { old := *addr; *addr = v; return old }
func SwapInt64(addr *int64, v int64) int64        { old := *addr; *addr = v; return old }
func CompareAndSwapInt32(addr *int32, old, new int32) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
func CompareAndSwapInt64(addr *int64, old, new int64) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}

type Int32 struct{ v int32 }

func (x *Int32) Load() int32             { return x.v }
func (x *Int32) Store(v int32)           { x.v = v }
func (x *Int32) Add(d int32) int32       { x.v += d; return x.v }
func (x *Int32) Swap(v int32) int32      { old := x.v; x.v = v; return old }
func (x *Int32) CompareAndSwap(old, new int32) bool {
	if x.v != old {
		return false
	}
	x.v = new
	return true
}

type Int64 struct{ v int64 }

func (x *Int64) Load() int64             { return x.v }
func (x *Int64) Store(v int64)           { x.v = v }
func (x *Int64) Add(d int64) int64       { x.v += d; return x.v }
func (x *Int64) Swap(v int64) int64      { old := x.v; x.v = v; return old }
func (x *Int64) CompareAndSwap(old, new int64) bool {
	if x.v != old {
		return false
	}
	x.v = new
	return true
}

type Uint32 struct{ v uint32 }

func (x *Uint32) Load() uint32        { return x.v }
func (x *Uint32) Store(v uint32)      { x.v = v }
func (x *Uint32) Add(d uint32) uint32 { x.v += d; return x.v }

type Uint64 struct{ v uint64 }

func (x *Uint64) Load() uint64        { return x.v }
func (x *Uint64) Store(v uint64)      { x.v = v }
func (x *Uint64) Add(d uint64) uint64 { x.v += d; return x.v }

type Bool struct{ v bool }

func (x *Bool) Load() bool           { return x.v }
func (x *Bool) Store(v bool)         { x.v = v }
func (x *Bool) Swap(v bool) bool     { old := x.v; x.v = v; return old }
func (x *Bool) CompareAndSwap(old, new bool) bool {
	if x.v != old {
		return false
	}
	x.v = new
	return true
}

type Value struct{ v any }

func (x *Value) Load() any   { return x.v }
func (x *Value) Store(v any) { x.v = v }

type Pointer[T any] struct{ p *T }

func (x *Pointer[T]) Load() *T   { return x.p }
func (x *Pointer[T]) Store(p *T) { x.p = p }
