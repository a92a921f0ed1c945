// Package net: TCP over IPv4 (pkg.go.dev/net).
package net

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func sysSocket() (int, int)
func sysBind(fd int, host string, port int) int
func sysListen(fd, backlog int) int
func sysAccept(fd int) (int, string, int, int)
func sysConnect(fd int, host string, port int, timeout int64) int
func sysSend(fd int, p []byte) (int, int)
func sysRecv(fd, n int, timeout int64) ([]byte, int)
func sysShutdown(fd int) int
func sysName(fd int) (string, int, int)
func sysPeer(fd int) (string, int, int)
func sysResolve(host string) ([]string, int)
func sysClose(fd int) int

var ErrClosed = errors.New("use of closed network connection")

type Addr interface {
	Network() string
	String() string
}

type Error interface {
	error
	Timeout() bool
	Temporary() bool
}

type IP []byte

func ParseIP(s string) IP {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return nil
	}
	var ip IP
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 255 {
			return nil
		}
		ip = append(ip, byte(n))
	}
	return ip
}

func (ip IP) To4() IP { return ip }
func (ip IP) String() string {
	out := ""
	for i, b := range ip {
		if i > 0 {
			out += "."
		}
		out += strconv.Itoa(int(b))
	}
	return out
}

type TCPAddr struct {
	IP   IP
	Port int
	host string
}

func (a *TCPAddr) Network() string { return "tcp" }
func (a *TCPAddr) String() string  { return JoinHostPort(a.host, strconv.Itoa(a.Port)) }

func addr(host string, port int) *TCPAddr { return &TCPAddr{ParseIP(host), port, host} }

type OpError struct {
	Op, Net string
	Addr    Addr
	Err     error
}

func (e *OpError) Error() string {
	s := e.Op + " " + e.Net
	if e.Addr != nil {
		s += " " + e.Addr.String()
	}
	return s + ": " + e.Err.Error()
}
func (e *OpError) Unwrap() error { return e.Err }
func (e *OpError) Timeout() bool {
	t, ok := e.Err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}
func (e *OpError) Temporary() bool { return false }

type timeoutError struct{}

func (timeoutError) Error() string   { return "i/o timeout" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

type sysError struct {
	call string
	n    syscall.Errno
}

func (e *sysError) Error() string { return e.call + ": " + e.n.Error() }
func (e *sysError) Unwrap() error { return e.n }

type DNSError struct {
	Err, Name  string
	IsNotFound bool
}

func (e *DNSError) Error() string   { return "lookup " + e.Name + ": " + e.Err }
func (e *DNSError) Timeout() bool   { return false }
func (e *DNSError) Temporary() bool { return false }

func JoinHostPort(host, port string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]:" + port
	}
	return host + ":" + port
}

func SplitHostPort(hostport string) (host, port string, err error) {
	i := strings.LastIndex(hostport, ":")
	if i < 0 {
		return "", "", errors.New("address " + hostport + ": missing port in address")
	}
	host = hostport[:i]
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		host = host[1 : len(host)-1]
	}
	return host, hostport[i+1:], nil
}

func LookupHost(host string) ([]string, error) {
	list, n := sysResolve(host)
	if n != 0 {
		return nil, &DNSError{"no such host", host, true}
	}
	return list, nil
}

func LookupIP(host string) ([]IP, error) {
	list, err := LookupHost(host)
	var out []IP
	for _, s := range list {
		out = append(out, ParseIP(s))
	}
	return out, err
}

type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

type TCPConn struct {
	fd       int
	local    Addr
	remote   Addr
	closed   bool
	deadline time.Time
}

func (c *TCPConn) fail(op string, err error) error { return &OpError{op, "tcp", c.remote, err} }

func (c *TCPConn) Read(b []byte) (int, error) {
	if c.closed {
		return 0, c.fail("read", ErrClosed)
	}
	var wait int64
	if !c.deadline.IsZero() {
		wait = int64(time.Until(c.deadline))
		if wait <= 0 {
			return 0, c.fail("read", timeoutError{})
		}
	}
	data, n := sysRecv(c.fd, len(b), wait)
	switch {
	case n == 9:
		return 0, c.fail("read", ErrClosed)
	case n == 11:
		return 0, c.fail("read", timeoutError{})
	case n != 0:
		return 0, c.fail("read", &sysError{"read", syscall.Errno(n)})
	case len(data) == 0 && len(b) > 0:
		return 0, io.EOF
	}
	return copy(b, data), nil
}

func (c *TCPConn) Write(b []byte) (int, error) {
	if c.closed {
		return 0, c.fail("write", ErrClosed)
	}
	done := 0
	for done < len(b) {
		m, n := sysSend(c.fd, b[done:])
		if n != 0 {
			return done, c.fail("write", &sysError{"write", syscall.Errno(n)})
		}
		done += m
	}
	return done, nil
}

func (c *TCPConn) Close() error {
	if c.closed {
		return c.fail("close", ErrClosed)
	}
	c.closed = true
	sysClose(c.fd)
	return nil
}

func (c *TCPConn) CloseWrite() error                { sysShutdown(c.fd); return nil }
func (c *TCPConn) LocalAddr() Addr                  { return c.local }
func (c *TCPConn) RemoteAddr() Addr                 { return c.remote }
func (c *TCPConn) SetDeadline(t time.Time) error      { c.deadline = t; return nil }
func (c *TCPConn) SetReadDeadline(t time.Time) error  { c.deadline = t; return nil }
func (c *TCPConn) SetWriteDeadline(t time.Time) error { return nil }

type Listener interface {
	Accept() (Conn, error)
	Close() error
	Addr() Addr
}

type TCPListener struct {
	fd     int
	addr   *TCPAddr
	closed bool
}

func (l *TCPListener) Addr() Addr { return l.addr }
func (l *TCPListener) Close() error {
	if !l.closed {
		l.closed = true
		sysClose(l.fd)
	}
	return nil
}

func (l *TCPListener) Accept() (Conn, error) {
	if l.closed {
		return nil, &OpError{"accept", "tcp", l.addr, ErrClosed}
	}
	fd, host, port, n := sysAccept(l.fd)
	if n != 0 {
		if n == 9 {
			return nil, &OpError{"accept", "tcp", l.addr, ErrClosed}
		}
		return nil, &OpError{"accept", "tcp", l.addr, &sysError{"accept4", syscall.Errno(n)}}
	}
	return &TCPConn{fd: fd, local: l.addr, remote: addr(host, port)}, nil
}

func portOf(network, port string) (int, error) {
	switch port {
	case "http":
		return 80, nil
	case "https":
		return 443, nil
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return 0, errors.New("lookup " + network + "/" + port + ": unknown port")
	}
	if n < 0 || n > 65535 {
		return 0, errors.New("address " + port + ": invalid port")
	}
	return n, nil
}

func Listen(network, address string) (Listener, error) {
	host, port, err := SplitHostPort(address)
	if err != nil {
		return nil, &OpError{"listen", network, nil, err}
	}
	p, err := portOf(network, port)
	if err != nil {
		return nil, &OpError{"listen", network, nil, err}
	}
	shown := host
	if host == "" {
		shown, host = "", "0.0.0.0"
	} else if ParseIP(host) == nil && host != "::" {
		list, err := LookupHost(host)
		if err != nil {
			return nil, &OpError{"listen", network, nil, err}
		}
		host, shown = list[0], list[0]
	}
	fd, n := sysSocket()
	if n != 0 {
		return nil, &OpError{"listen", network, nil, &sysError{"socket", syscall.Errno(n)}}
	}
	at := addr(shown, p)
	if n := sysBind(fd, host, p); n != 0 {
		sysClose(fd)
		return nil, &OpError{"listen", network, at, &sysError{"bind", syscall.Errno(n)}}
	}
	sysListen(fd, 4096)
	if h, q, n := sysName(fd); n == 0 {
		if shown == "" {
			h = "::"
		}
		at = addr(h, q)
	}
	return &TCPListener{fd: fd, addr: at}, nil
}

func Dial(network, address string) (Conn, error) { return DialTimeout(network, address, 0) }

func DialTimeout(network, address string, timeout time.Duration) (Conn, error) {
	host, port, err := SplitHostPort(address)
	if err != nil {
		return nil, &OpError{"dial", network, nil, err}
	}
	p, err := portOf(network, port)
	if err != nil {
		return nil, &OpError{"dial", network, nil, err}
	}
	if host == "" {
		host = "127.0.0.1"
	}
	if ParseIP(host) == nil {
		list, err := LookupHost(host)
		if err != nil {
			return nil, &OpError{"dial", network, nil, err}
		}
		host = list[0]
	}
	fd, n := sysSocket()
	at := addr(host, p)
	if n != 0 {
		return nil, &OpError{"dial", network, at, &sysError{"socket", syscall.Errno(n)}}
	}
	if n := sysConnect(fd, host, p, int64(timeout)); n != 0 {
		sysClose(fd)
		if n == 11 {
			return nil, &OpError{"dial", network, at, timeoutError{}}
		}
		return nil, &OpError{"dial", network, at, &sysError{"connect", syscall.Errno(n)}}
	}
	h, q, _ := sysName(fd)
	return &TCPConn{fd: fd, local: addr(h, q), remote: at}, nil
}
