// Package sync: pkg.go.dev/sync. Nothing cuts in while the library's own code runs.
package sync

import "runtime"

func park(key any, why int)
func unpark(key any, n int)

type Locker interface {
	Lock()
	Unlock()
}

type Mutex struct{ held bool }

func (m *Mutex) Lock() {
	for m.held {
		park(m, 0)
	}
	m.held = true
}

func (m *Mutex) TryLock() bool {
	if m.held {
		return false
	}
	m.held = true
	return true
}

func (m *Mutex) Unlock() {
	if !m.held {
		runtime.Fatal("sync: unlock of unlocked mutex")
	}
	m.held = false
	unpark(m, 1)
}

type RWMutex struct {
	writer  bool
	readers int
}

func (m *RWMutex) Lock() {
	for m.writer || m.readers > 0 {
		park(m, 2)
	}
	m.writer = true
}

func (m *RWMutex) Unlock() {
	if !m.writer {
		runtime.Fatal("sync: Unlock of unlocked RWMutex")
	}
	m.writer = false
	unpark(m, -1)
}

func (m *RWMutex) RLock() {
	for m.writer {
		park(m, 2)
	}
	m.readers++
}

func (m *RWMutex) RUnlock() {
	if m.readers == 0 {
		runtime.Fatal("sync: RUnlock of unlocked RWMutex")
	}
	m.readers--
	if m.readers == 0 {
		unpark(m, -1)
	}
}

type WaitGroup struct{ n int }

func (w *WaitGroup) Add(delta int) {
	w.n += delta
	if w.n < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if w.n == 0 {
		unpark(w, -1)
	}
}

func (w *WaitGroup) Done() { w.Add(-1) }
func (w *WaitGroup) Wait() {
	for w.n > 0 {
		park(w, 1)
	}
}

func (w *WaitGroup) Go(f func()) {
	w.Add(1)
	go func() {
		defer w.Done()
		f()
	}()
}

type Once struct {
	done bool
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done {
		return
	}
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done {
		defer func() { o.done = true }()
		f()
	}
}

func OnceFunc(f func()) func() {
	var once Once
	return func() { once.Do(f) }
}

type Cond struct {
	L Locker
	n int
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }
func (c *Cond) Wait() {
	c.L.Unlock()
	park(c, 3)
	c.L.Lock()
}
func (c *Cond) Signal()    { unpark(c, 1) }
func (c *Cond) Broadcast() { unpark(c, -1) }

type Map struct{ m map[any]any }

func (m *Map) Load(key any) (value any, ok bool) {
	value, ok = m.m[key]
	return value, ok
}

func (m *Map) Store(key, value any) {
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
}

func (m *Map) LoadOrStore(key, value any) (any, bool) {
	if v, ok := m.m[key]; ok {
		return v, true
	}
	m.Store(key, value)
	return value, false
}

func (m *Map) LoadAndDelete(key any) (any, bool) {
	v, ok := m.m[key]
	delete(m.m, key)
	return v, ok
}

func (m *Map) Delete(key any) { delete(m.m, key) }
func (m *Map) Range(f func(key, value any) bool) {
	for k, v := range m.m {
		if !f(k, v) {
			break
		}
	}
}

type Pool struct {
	New  func() any
	list []any
}

func (p *Pool) Get() any {
	if n := len(p.list); n > 0 {
		x := p.list[n-1]
		p.list = p.list[:n-1]
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}

func (p *Pool) Put(x any) { p.list = append(p.list, x) }
