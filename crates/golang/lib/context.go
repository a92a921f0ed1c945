// Package context: pkg.go.dev/context.
package context

import (
	"errors"
	"time"
)

type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

type CancelFunc func()

var Canceled = errors.New("context canceled")

type deadlineExceededError struct{}

func (deadlineExceededError) Error() string   { return "context deadline exceeded" }
func (deadlineExceededError) Timeout() bool   { return true }
func (deadlineExceededError) Temporary() bool { return true }

var DeadlineExceeded error = deadlineExceededError{}

type node struct {
	parent   Context
	name     string
	done     chan struct{}
	err      error
	deadline time.Time
	has      bool
	key, val any
	children []*node
	timer    *time.Timer
}

func (n *node) String() string { return n.name }
func (n *node) Deadline() (time.Time, bool) {
	if n.has {
		return n.deadline, true
	}
	if n.parent != nil {
		return n.parent.Deadline()
	}
	return time.Time{}, false
}
func (n *node) Done() <-chan struct{} {
	if n.done != nil {
		return n.done
	}
	if n.parent != nil {
		return n.parent.Done()
	}
	return nil
}
func (n *node) Err() error {
	if n.err != nil {
		return n.err
	}
	if n.done == nil && n.parent != nil {
		return n.parent.Err()
	}
	return nil
}
func (n *node) Value(key any) any {
	if n.key != nil && n.key == key {
		return n.val
	}
	if n.parent != nil {
		return n.parent.Value(key)
	}
	return nil
}

func (n *node) cancel(err error) {
	if n.err != nil {
		return
	}
	n.err = err
	if n.done != nil {
		close(n.done)
	}
	if n.timer != nil {
		n.timer.Stop()
	}
	for _, c := range n.children {
		c.cancel(err)
	}
}

var background = &node{name: "context.Background"}
var todo = &node{name: "context.TODO"}

func Background() Context { return background }
func TODO() Context       { return todo }

func attach(parent Context, n *node) {
	if err := parent.Err(); err != nil {
		n.cancel(err)
		return
	}
	if p, ok := parent.(*node); ok {
		if p != background && p != todo {
			p.children = append(p.children, n)
		}
		return
	}
	if done := parent.Done(); done != nil {
		go func() {
			select {
			case <-done:
				n.cancel(parent.Err())
			case <-n.done:
			}
		}()
	}
}

func WithCancel(parent Context) (Context, CancelFunc) {
	n := &node{parent: parent, name: "context.WithCancel", done: make(chan struct{})}
	attach(parent, n)
	return n, func() { n.cancel(Canceled) }
}

func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	n := &node{parent: parent, name: "context.WithDeadline", done: make(chan struct{}), deadline: d, has: true}
	if at, ok := parent.Deadline(); ok && at.Before(d) {
		n.deadline = at
	}
	attach(parent, n)
	if n.err == nil {
		n.timer = time.AfterFunc(time.Until(d), func() { n.cancel(DeadlineExceeded) })
	}
	return n, func() { n.cancel(Canceled) }
}

func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

func WithValue(parent Context, key, val any) Context {
	n := &node{parent: parent, name: "context.WithValue", key: key, val: val}
	if p, ok := parent.(*node); ok && (p.done != nil || p.parent != nil) {
		p.children = append(p.children, n)
	}
	return n
}

func WithoutCancel(parent Context) Context { return &node{key: struct{}{}, val: parent} }
func Cause(c Context) error                { return c.Err() }
