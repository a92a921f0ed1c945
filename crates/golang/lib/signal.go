// Package signal: pkg.go.dev/os/signal.
package signal

import (
	"context"
	"os"
	"syscall"
)

func handle(sig int, f func(int))
func unhandle(sig int, ignore bool)

type wish struct {
	c    chan<- os.Signal
	sigs []int
}

var wishes []wish

func deliver(n int) {
	for _, w := range wishes {
		for _, s := range w.sigs {
			if s == n {
				select {
				case w.c <- syscall.Signal(n):
				default:
				}
			}
		}
	}
}

func numbers(sig []os.Signal) []int {
	var out []int
	for _, s := range sig {
		if n, ok := s.(syscall.Signal); ok {
			out = append(out, int(n))
		}
	}
	if len(sig) == 0 {
		out = []int{1, 2, 3, 10, 12, 15}
	}
	return out
}

func Notify(c chan<- os.Signal, sig ...os.Signal) {
	list := numbers(sig)
	wishes = append(wishes, wish{c, list})
	for _, n := range list {
		handle(n, deliver)
	}
}

func Stop(c chan<- os.Signal) {
	var rest []wish
	for _, w := range wishes {
		if w.c != c {
			rest = append(rest, w)
			continue
		}
		for _, n := range w.sigs {
			unhandle(n, false)
		}
	}
	wishes = rest
	for _, w := range wishes {
		for _, n := range w.sigs {
			handle(n, deliver)
		}
	}
}

func Ignore(sig ...os.Signal) {
	for _, n := range numbers(sig) {
		unhandle(n, true)
	}
}

func Reset(sig ...os.Signal) {
	for _, n := range numbers(sig) {
		unhandle(n, false)
	}
}

func NotifyContext(parent context.Context, sig ...os.Signal) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	c := make(chan os.Signal, 1)
	Notify(c, sig...)
	go func() {
		select {
		case <-c:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel()
		Stop(c)
	}
}
