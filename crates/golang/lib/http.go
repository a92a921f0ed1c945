// Package http: HTTP/1.1 without TLS (pkg.go.dev/net/http).
package http

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"path"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	MethodGet     = "GET"
	MethodHead    = "HEAD"
	MethodPost    = "POST"
	MethodPut     = "PUT"
	MethodPatch   = "PATCH"
	MethodDelete  = "DELETE"
	MethodOptions = "OPTIONS"

	TimeFormat = "Mon, 02 Jan 2006 15:04:05 GMT"
)

const (
	StatusContinue            = 100
	StatusSwitchingProtocols  = 101
	StatusOK                  = 200
	StatusCreated             = 201
	StatusAccepted            = 202
	StatusNoContent           = 204
	StatusPartialContent      = 206
	StatusMovedPermanently    = 301
	StatusFound               = 302
	StatusSeeOther            = 303
	StatusNotModified         = 304
	StatusTemporaryRedirect   = 307
	StatusPermanentRedirect   = 308
	StatusBadRequest          = 400
	StatusUnauthorized        = 401
	StatusPaymentRequired     = 402
	StatusForbidden           = 403
	StatusNotFound            = 404
	StatusMethodNotAllowed    = 405
	StatusNotAcceptable       = 406
	StatusRequestTimeout      = 408
	StatusConflict            = 409
	StatusGone                = 410
	StatusRequestEntityTooLarge = 413
	StatusUnsupportedMediaType = 415
	StatusTeapot              = 418
	StatusUnprocessableEntity = 422
	StatusTooManyRequests     = 429
	StatusInternalServerError = 500
	StatusNotImplemented      = 501
	StatusBadGateway          = 502
	StatusServiceUnavailable  = 503
	StatusGatewayTimeout      = 504
)

var texts = map[int]string{100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 413: "Request Entity Too Large", 415: "Unsupported Media Type", 418: "I'm a teapot", 422: "Unprocessable Entity", 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}

func StatusText(code int) string { return texts[code] }

var (
	ErrServerClosed     = errors.New("http: Server closed")
	ErrAbortHandler     = errors.New("net/http: abort Handler")
	ErrNoCookie         = errors.New("http: named cookie not present")
	ErrBodyReadAfterClose = errors.New("http: invalid Read on closed Body")
)

type Header map[string][]string

func CanonicalHeaderKey(s string) string {
	out := []byte(s)
	upper := true
	for i, c := range out {
		if upper && c >= 'a' && c <= 'z' {
			out[i] = c - 32
		} else if !upper && c >= 'A' && c <= 'Z' {
			out[i] = c + 32
		}
		upper = c == '-'
	}
	return string(out)
}

func (h Header) Get(key string) string {
	if list := h[CanonicalHeaderKey(key)]; len(list) > 0 {
		return list[0]
	}
	return ""
}
func (h Header) Values(key string) []string { return h[CanonicalHeaderKey(key)] }
func (h Header) Set(key, value string)      { h[CanonicalHeaderKey(key)] = []string{value} }
func (h Header) Add(key, value string) {
	k := CanonicalHeaderKey(key)
	h[k] = append(h[k], value)
}
func (h Header) Del(key string) { delete(h, CanonicalHeaderKey(key)) }
func (h Header) Clone() Header {
	out := Header{}
	for k, v := range h {
		out[k] = append([]string{}, v...)
	}
	return out
}

func (h Header) write(w io.Writer) {
	var keys []string
	for k := range h {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		for _, v := range h[k] {
			io.WriteString(w, k+": "+v+"\r\n")
		}
	}
}

type Cookie struct {
	Name, Value, Path, Domain string
	Expires                   time.Time
	MaxAge                    int
	Secure, HttpOnly          bool
}

func (c *Cookie) String() string {
	s := c.Name + "=" + c.Value
	if c.Path != "" {
		s += "; Path=" + c.Path
	}
	if c.Domain != "" {
		s += "; Domain=" + c.Domain
	}
	if !c.Expires.IsZero() {
		s += "; Expires=" + c.Expires.Format(TimeFormat)
	}
	if c.MaxAge > 0 {
		s += "; Max-Age=" + strconv.Itoa(c.MaxAge)
	} else if c.MaxAge < 0 {
		s += "; Max-Age=0"
	}
	if c.HttpOnly {
		s += "; HttpOnly"
	}
	if c.Secure {
		s += "; Secure"
	}
	return s
}

func SetCookie(w ResponseWriter, c *Cookie) { w.Header().Add("Set-Cookie", c.String()) }

type Request struct {
	Method        string
	URL           *url.URL
	Proto         string
	ProtoMajor    int
	ProtoMinor    int
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Host          string
	Form          url.Values
	PostForm      url.Values
	RemoteAddr    string
	RequestURI    string
	Close         bool
	Pattern       string
	ctx           context.Context
	vars          map[string]string
}

func (r *Request) Context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}
func (r *Request) WithContext(ctx context.Context) *Request {
	c := *r
	c.ctx = ctx
	return &c
}
func (r *Request) Clone(ctx context.Context) *Request { return r.WithContext(ctx) }
func (r *Request) UserAgent() string                  { return r.Header.Get("User-Agent") }
func (r *Request) Referer() string                    { return r.Header.Get("Referer") }
func (r *Request) PathValue(name string) string       { return r.vars[name] }
func (r *Request) SetPathValue(name, value string) {
	if r.vars == nil {
		r.vars = map[string]string{}
	}
	r.vars[name] = value
}

func (r *Request) Cookies() []*Cookie {
	var out []*Cookie
	for _, line := range r.Header["Cookie"] {
		for _, part := range strings.Split(line, ";") {
			if k, v, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
				out = append(out, &Cookie{Name: k, Value: v})
			}
		}
	}
	return out
}

func (r *Request) Cookie(name string) (*Cookie, error) {
	for _, c := range r.Cookies() {
		if c.Name == name {
			return c, nil
		}
	}
	return nil, ErrNoCookie
}
func (r *Request) AddCookie(c *Cookie) { r.Header.Add("Cookie", c.Name+"="+c.Value) }

func (r *Request) BasicAuth() (user, pass string, ok bool) { return "", "", false }

func (r *Request) ParseForm() error {
	if r.Form != nil {
		return nil
	}
	var err error
	r.PostForm = url.Values{}
	if r.Body != nil && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		data, _ := io.ReadAll(r.Body)
		r.PostForm, err = url.ParseQuery(string(data))
	}
	r.Form = url.Values{}
	for k, v := range r.PostForm {
		r.Form[k] = append(r.Form[k], v...)
	}
	for k, v := range r.URL.Query() {
		r.Form[k] = append(r.Form[k], v...)
	}
	return err
}

func (r *Request) FormValue(key string) string {
	r.ParseForm()
	return r.Form.Get(key)
}
func (r *Request) PostFormValue(key string) string {
	r.ParseForm()
	return r.PostForm.Get(key)
}

type body struct {
	r      *bufio.Reader
	left   int64
	chunks bool
	done   bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.done {
		return 0, io.EOF
	}
	if b.left == 0 && b.chunks {
		line, err := b.r.ReadString('\n')
		if err != nil {
			return 0, io.ErrUnexpectedEOF
		}
		size, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		if size == "" {
			return b.Read(p)
		}
		n, err := strconv.ParseInt(size, 16, 64)
		if err != nil {
			return 0, errors.New("invalid byte in chunk length")
		}
		if n == 0 {
			for {
				line, err := b.r.ReadString('\n')
				if err != nil || strings.TrimSpace(line) == "" {
					break
				}
			}
			b.done = true
			return 0, io.EOF
		}
		b.left = n
	}
	if b.left == 0 {
		b.done = true
		return 0, io.EOF
	}
	if b.left > 0 && int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	if b.left > 0 {
		b.left -= int64(n)
		if err == io.EOF && b.left > 0 {
			err = io.ErrUnexpectedEOF
		}
	}
	return n, err
}

func (b *body) Close() error { return nil }

var NoBody io.ReadCloser = io.NopCloser(strings.NewReader(""))

func readHeader(r *bufio.Reader) (Header, error) {
	h := Header{}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return h, nil
		}
		k, v, ok := strings.Cut(line, ":")
		if !ok {
			return nil, errors.New("malformed MIME header line: " + line)
		}
		h.Add(k, strings.TrimSpace(v))
	}
}

func bodyOf(r *bufio.Reader, h Header, none bool, toEnd bool) (io.ReadCloser, int64) {
	if none {
		return NoBody, 0
	}
	if strings.EqualFold(h.Get("Transfer-Encoding"), "chunked") {
		return &body{r: r, chunks: true}, -1
	}
	if s := h.Get("Content-Length"); s != "" {
		n, _ := strconv.ParseInt(s, 10, 64)
		return &body{r: r, left: n}, n
	}
	if toEnd {
		return &body{r: r, left: -1}, -1
	}
	return NoBody, 0
}

func ReadRequest(r *bufio.Reader) (*Request, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	parts := strings.Split(strings.TrimRight(line, "\r\n"), " ")
	if len(parts) != 3 || !strings.HasPrefix(parts[2], "HTTP/1.") {
		return nil, errors.New("malformed HTTP request " + strconv.Quote(strings.TrimSpace(line)))
	}
	u, err := url.Parse(parts[1])
	if err != nil {
		return nil, err
	}
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	req := &Request{Method: parts[0], URL: u, Proto: parts[2], ProtoMajor: 1, ProtoMinor: 1, Header: h, RequestURI: parts[1], Host: h.Get("Host")}
	if u.Host != "" {
		req.Host = u.Host
	}
	if parts[2] == "HTTP/1.0" {
		req.ProtoMinor = 0
	}
	h.Del("Host")
	req.Body, req.ContentLength = bodyOf(r, h, false, false)
	c := strings.ToLower(h.Get("Connection"))
	req.Close = c == "close" || req.ProtoMinor == 0 && c != "keep-alive"
	return req, nil
}

type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

type HandlerFunc func(ResponseWriter, *Request)

func (f HandlerFunc) ServeHTTP(w ResponseWriter, r *Request) { f(w, r) }

type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}

type Flusher interface{ Flush() }

type response struct {
	conn    net.Conn
	req     *Request
	header  Header
	status  int
	buf     []byte
	sent    bool
	chunked bool
	close   bool
}

func (w *response) Header() Header { return w.header }

func (w *response) WriteHeader(code int) {
	if w.status != 0 {
		log.Printf("http: superfluous response.WriteHeader call from main.main (main.go)")
		return
	}
	w.status = code
}

func (w *response) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

func (w *response) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = 200
	}
	if w.status == 204 || w.status == 304 {
		return 0, errors.New("http: request method or response status code does not allow body")
	}
	w.buf = append(w.buf, p...)
	if len(w.buf) > 2048 {
		w.flush(false)
	}
	return len(p), nil
}

func (w *response) Flush() {
	if w.status == 0 {
		w.status = 200
	}
	w.flush(false)
}

// DetectContentType tells text, HTML and a few kinds of picture apart.
func DetectContentType(data []byte) string {
	s := strings.ToLower(strings.TrimLeft(string(data), " \t\r\n"))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style", "<title", "<b", "<body", "<br", "<p", "<!--"} {
		if strings.HasPrefix(s, tag) && (len(s) == len(tag) || s[len(tag)] == ' ' || s[len(tag)] == '>' || tag == "<!--") {
			return "text/html; charset=utf-8"
		}
	}
	if strings.HasPrefix(s, "<?xml") {
		return "text/xml; charset=utf-8"
	}
	raw := string(data)
	switch {
	case strings.HasPrefix(raw, "%PDF-"):
		return "application/pdf"
	case strings.HasPrefix(raw, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(raw, "\xff\xd8\xff"):
		return "image/jpeg"
	case strings.HasPrefix(raw, "GIF87a"), strings.HasPrefix(raw, "GIF89a"):
		return "image/gif"
	}
	for _, c := range data {
		if c < 9 || c == 11 || c > 13 && c < 27 || c > 27 && c < 32 {
			return "application/octet-stream"
		}
	}
	return "text/plain; charset=utf-8"
}

func (w *response) flush(last bool) {
	var out bytes.Buffer
	if !w.sent {
		w.sent = true
		h := w.header.Clone()
		// What the server adds comes behind what the handler set, in an order of its own.
		own := Header{}
		empty := w.status == 204 || w.status == 304
		if last && !empty && h.Get("Content-Length") == "" && (w.req.Method != "HEAD" || len(w.buf) > 0) {
			own.Set("Content-Length", strconv.Itoa(len(w.buf)))
		}
		if !empty && len(w.buf) > 0 {
			if _, ok := h["Content-Type"]; !ok {
				head := w.buf
				if len(head) > 512 {
					head = head[:512]
				}
				own.Set("Content-Type", DetectContentType(head))
			}
		}
		if !last && h.Get("Content-Length") == "" {
			if w.req.ProtoMinor == 1 {
				w.chunked = true
				own.Set("Transfer-Encoding", "chunked")
			} else {
				w.close = true
			}
		}
		if h.Get("Date") == "" {
			own.Set("Date", time.Now().Format(TimeFormat))
		}
		if h.Get("Connection") == "close" {
			w.close = true
			h.Del("Connection")
		}
		if w.close {
			own.Set("Connection", "close")
		} else if w.req.ProtoMinor == 0 {
			own.Set("Connection", "keep-alive")
		}
		text := StatusText(w.status)
		if text == "" {
			text = "status code " + strconv.Itoa(w.status)
		}
		fmt.Fprintf(&out, "%s %d %s\r\n", "HTTP/1."+strconv.Itoa(w.req.ProtoMinor), w.status, text)
		h.write(&out)
		for _, name := range []string{"Date", "Content-Length", "Content-Type", "Connection", "Transfer-Encoding"} {
			if value := own.Get(name); value != "" {
				out.WriteString(name + ": " + value + "\r\n")
			}
		}
		out.WriteString("\r\n")
	}
	if w.req.Method != "HEAD" {
		if w.chunked {
			if len(w.buf) > 0 {
				fmt.Fprintf(&out, "%x\r\n", len(w.buf))
				out.Write(w.buf)
				out.WriteString("\r\n")
			}
			if last {
				out.WriteString("0\r\n\r\n")
			}
		} else {
			out.Write(w.buf)
		}
	}
	w.buf = nil
	w.conn.Write(out.Bytes())
}

func Error(w ResponseWriter, text string, code int) {
	h := w.Header()
	h.Del("Content-Length")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(code)
	fmt.Fprintln(w, text)
}

func NotFound(w ResponseWriter, r *Request) { Error(w, "404 page not found", 404) }
func NotFoundHandler() Handler              { return HandlerFunc(NotFound) }

func escapeHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&#34;", "'", "&#39;").Replace(s)
}

func Redirect(w ResponseWriter, r *Request, target string, code int) {
	if !strings.Contains(target, "://") && !strings.HasPrefix(target, "/") {
		target = path.Join(path.Dir(r.URL.Path), target)
	}
	w.Header().Set("Location", target)
	if w.Header().Get("Content-Type") == "" && (r.Method == "GET" || r.Method == "HEAD") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(code)
	if r.Method == "GET" {
		fmt.Fprintln(w, "<a href=\""+escapeHTML(target)+"\">"+StatusText(code)+"</a>.\n")
	}
}

func RedirectHandler(target string, code int) Handler {
	return HandlerFunc(func(w ResponseWriter, r *Request) { Redirect(w, r, target, code) })
}

func StripPrefix(prefix string, h Handler) Handler {
	return HandlerFunc(func(w ResponseWriter, r *Request) {
		p := strings.TrimPrefix(r.URL.Path, prefix)
		if len(p) == len(r.URL.Path) && prefix != "" {
			NotFound(w, r)
			return
		}
		c := *r
		u := *r.URL
		u.Path = p
		c.URL = &u
		h.ServeHTTP(w, &c)
	})
}

func MaxBytesReader(w ResponseWriter, r io.ReadCloser, n int64) io.ReadCloser {
	return io.NopCloser(io.LimitReader(r, n))
}

func TimeoutHandler(h Handler, d time.Duration, msg string) Handler { return h }

type route struct {
	pattern, method, host string
	parts                 []string
	tree                  bool
	handler               Handler
}

type ServeMux struct{ routes []route }

func NewServeMux() *ServeMux { return &ServeMux{} }

var DefaultServeMux = NewServeMux()

func (mux *ServeMux) Handle(pattern string, handler Handler) {
	if pattern == "" {
		panic("http: invalid pattern")
	}
	if handler == nil {
		panic("http: nil handler")
	}
	one := route{pattern: pattern, handler: handler}
	rest := pattern
	if m, p, ok := strings.Cut(pattern, " "); ok {
		one.method, rest = m, strings.TrimLeft(p, " ")
	}
	i := strings.Index(rest, "/")
	if i < 0 {
		panic("http: parsing " + strconv.Quote(pattern) + ": host/path missing /")
	}
	one.host, rest = rest[:i], rest[i:]
	one.tree = strings.HasSuffix(rest, "/")
	if one.tree {
		rest = rest[:len(rest)-1]
	}
	if strings.HasSuffix(rest, "/{$}") && !one.tree {
		rest = rest[:len(rest)-3]
	}
	one.parts = strings.Split(strings.TrimPrefix(rest, "/"), "/")
	if one.tree && rest == "" {
		one.parts = nil
	}
	for _, other := range mux.routes {
		if other.pattern == pattern {
			panic("pattern " + strconv.Quote(pattern) + " conflicts with pattern " + strconv.Quote(other.pattern))
		}
	}
	mux.routes = append(mux.routes, one)
}

func (mux *ServeMux) HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	if handler == nil {
		panic("http: nil handler")
	}
	mux.Handle(pattern, HandlerFunc(handler))
}

// match tells whether a path fits, how narrowly, and what stands for the wildcards.
func (r *route) match(parts []string) (int, map[string]string, bool) {
	vars := map[string]string{}
	score := 0
	for i, want := range r.parts {
		if strings.HasPrefix(want, "{") && strings.HasSuffix(want, "...}") {
			vars[want[1:len(want)-4]] = strings.Join(parts[min(i, len(parts)):], "/")
			return score, vars, true
		}
		if i >= len(parts) {
			return 0, nil, false
		}
		if strings.HasPrefix(want, "{") && strings.HasSuffix(want, "}") {
			if parts[i] == "" {
				return 0, nil, false
			}
			vars[want[1:len(want)-1]] = parts[i]
			score += 2
			continue
		}
		if want != parts[i] {
			return 0, nil, false
		}
		score += 3
	}
	if !r.tree && len(parts) != len(r.parts) {
		return 0, nil, false
	}
	if r.tree && len(parts) == len(r.parts) && len(parts) > 0 {
		return 0, nil, false
	}
	if !r.tree {
		score++
	}
	return score, vars, true
}

func (mux *ServeMux) find(r *Request) (*route, map[string]string, string) {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var best *route
	var vars map[string]string
	most := -1
	var allow []string
	for i := range mux.routes {
		one := &mux.routes[i]
		if one.host != "" && one.host != r.Host {
			continue
		}
		score, v, ok := one.match(parts)
		if !ok {
			continue
		}
		score = score * 4
		if one.method != "" {
			if one.method != r.Method && !(one.method == "GET" && r.Method == "HEAD") {
				allow = append(allow, one.method)
				if one.method == "GET" {
					allow = append(allow, "HEAD")
				}
				continue
			}
			score++
		}
		if one.host != "" {
			score += 2
		}
		if score > most {
			best, vars, most = one, v, score
		}
	}
	sort.Strings(allow)
	return best, vars, strings.Join(allow, ", ")
}

func (mux *ServeMux) Handler(r *Request) (Handler, string) {
	one, _, _ := mux.find(r)
	if one == nil {
		return NotFoundHandler(), ""
	}
	return one.handler, one.pattern
}

func (mux *ServeMux) ServeHTTP(w ResponseWriter, r *Request) {
	p := r.URL.Path
	if r.Method != "CONNECT" {
		clean := path.Clean("/" + p)
		if strings.HasSuffix(p, "/") && clean != "/" {
			clean += "/"
		}
		if clean != p {
			u := *r.URL
			u.Path = clean
			Redirect(w, r, u.String(), 301)
			return
		}
	}
	one, vars, allow := mux.find(r)
	if one == nil {
		c := *r
		u := *r.URL
		u.Path += "/"
		c.URL = &u
		if !strings.HasSuffix(p, "/") {
			if other, _, _ := mux.find(&c); other != nil && other.tree {
				Redirect(w, r, u.String(), 301)
				return
			}
		}
		if allow != "" {
			w.Header().Set("Allow", allow)
			Error(w, "Method Not Allowed", 405)
			return
		}
		NotFound(w, r)
		return
	}
	r.Pattern = one.pattern
	for k, v := range vars {
		r.SetPathValue(k, v)
	}
	one.handler.ServeHTTP(w, r)
}

func Handle(pattern string, handler Handler) { DefaultServeMux.Handle(pattern, handler) }
func HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	DefaultServeMux.HandleFunc(pattern, handler)
}

type Server struct {
	Addr                                                    string
	Handler                                                 Handler
	ReadTimeout, WriteTimeout, IdleTimeout, ReadHeaderTimeout time.Duration
	MaxHeaderBytes                                          int
	ErrorLog                                                *log.Logger
	BaseContext                                             func(net.Listener) context.Context
	listeners                                               []net.Listener
	idle                                                    map[net.Conn]bool
	busy                                                    int
	closing                                                 bool
	onClose                                                 []func()
	changed                                                 chan struct{}
	mu                                                      sync.Mutex
}

func (s *Server) logf(format string, a ...any) {
	if s.ErrorLog != nil {
		s.ErrorLog.Printf(format, a...)
	} else {
		log.Printf(format, a...)
	}
}

func (s *Server) ListenAndServe() error {
	if s.closing {
		return ErrServerClosed
	}
	addr := s.Addr
	if addr == "" {
		addr = ":http"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return s.Serve(l)
}

func (s *Server) Serve(l net.Listener) error {
	s.listeners = append(s.listeners, l)
	for {
		c, err := l.Accept()
		if s.closing {
			return ErrServerClosed
		}
		if err != nil {
			return err
		}
		go s.serve(c)
	}
}

func (s *Server) serve(c net.Conn) {
	defer c.Close()
	if s.idle == nil {
		s.idle = map[net.Conn]bool{}
	}
	r := bufio.NewReader(c)
	for {
		s.idle[c] = true
		req, err := ReadRequest(r)
		delete(s.idle, c)
		if err != nil {
			if strings.HasPrefix(err.Error(), "malformed") {
				io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request")
			}
			return
		}
		s.busy++
		again := s.one(c, req)
		s.busy--
		if !again || s.closing {
			return
		}
	}
}

func (s *Server) one(c net.Conn, req *Request) (again bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req.ctx = ctx
	req.RemoteAddr = c.RemoteAddr().String()
	w := &response{conn: c, req: req, header: Header{}, close: req.Close}
	defer func() {
		if e := recover(); e != nil {
			if e != ErrAbortHandler {
				s.logf("http: panic serving %s: %v", req.RemoteAddr, e)
			}
			again = false
		}
	}()
	var h Handler = DefaultServeMux
	if s.Handler != nil {
		h = s.Handler
	}
	h.ServeHTTP(w, req)
	if w.status == 0 {
		w.status = 200
	}
	w.flush(true)
	io.Copy(io.Discard, req.Body)
	return !w.close
}

func (s *Server) RegisterOnShutdown(f func()) { s.onClose = append(s.onClose, f) }

func (s *Server) Close() error {
	s.closing = true
	for _, l := range s.listeners {
		l.Close()
	}
	for c := range s.idle {
		c.Close()
	}
	return nil
}

func (s *Server) Shutdown(ctx context.Context) error {
	for _, f := range s.onClose {
		go f()
	}
	s.Close()
	for s.busy > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return nil
}

func (s *Server) SetKeepAlivesEnabled(v bool) {}

func ListenAndServe(addr string, handler Handler) error {
	s := &Server{Addr: addr, Handler: handler}
	return s.ListenAndServe()
}

func Serve(l net.Listener, handler Handler) error {
	s := &Server{Handler: handler}
	return s.Serve(l)
}

type Dir string
type FileSystem interface{ root() string }

func (d Dir) root() string { return string(d) }

var kinds = map[string]string{".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".pdf": "application/pdf", ".wasm": "application/wasm", ".xml": "text/xml; charset=utf-8"}

func ServeFile(w ResponseWriter, r *Request, name string) {
	info, err := os.Stat(name)
	if err != nil {
		if os.IsPermission(err) {
			Error(w, "403 Forbidden", 403)
		} else {
			Error(w, "404 page not found", 404)
		}
		return
	}
	if info.IsDir() {
		if !strings.HasSuffix(r.URL.Path, "/") {
			Redirect(w, r, path.Base(r.URL.Path)+"/", 301)
			return
		}
		if _, err := os.Stat(path.Join(name, "index.html")); err == nil {
			ServeFile(w, r, path.Join(name, "index.html"))
			return
		}
		list, _ := os.ReadDir(name)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n")
		for _, one := range list {
			n := one.Name()
			if one.IsDir() {
				n += "/"
			}
			u := url.URL{Path: n}
			fmt.Fprintf(w, "<a href=\"%s\">%s</a>\n", u.String(), escapeHTML(n))
		}
		fmt.Fprint(w, "</pre>\n")
		return
	}
	data, err := os.ReadFile(name)
	if err != nil {
		Error(w, "403 Forbidden", 403)
		return
	}
	h := w.Header()
	if h.Get("Content-Type") == "" {
		if kind := kinds[strings.ToLower(path.Ext(name))]; kind != "" {
			h.Set("Content-Type", kind)
		}
	}
	h.Set("Last-Modified", info.ModTime().Format(TimeFormat))
	h.Set("Accept-Ranges", "bytes")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(200)
	w.Write(data)
}

func FileServer(fs FileSystem) Handler {
	return HandlerFunc(func(w ResponseWriter, r *Request) {
		p := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/index.html") {
			Redirect(w, r, "./", 301)
			return
		}
		ServeFile(w, r, path.Join(fs.root(), p))
	})
}

type Response struct {
	Status        string
	StatusCode    int
	Proto         string
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Request       *Request
}

type connBody struct {
	io.ReadCloser
	c net.Conn
}

func (b *connBody) Close() error { return b.c.Close() }

type RoundTripper interface {
	RoundTrip(*Request) (*Response, error)
}

type Client struct {
	Timeout       time.Duration
	CheckRedirect func(req *Request, via []*Request) error
}

var DefaultClient = &Client{}

func NewRequest(method, target string, body io.Reader) (*Request, error) {
	return NewRequestWithContext(context.Background(), method, target, body)
}

func NewRequestWithContext(ctx context.Context, method, target string, body io.Reader) (*Request, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	if method == "" {
		method = "GET"
	}
	req := &Request{Method: method, URL: u, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: Header{}, Host: u.Host, ctx: ctx}
	if body != nil {
		req.Body = io.NopCloser(body)
	}
	return req, nil
}

type urlError struct {
	op, url string
	err     error
}

func (e *urlError) Error() string { return e.op + " \"" + e.url + "\": " + e.err.Error() }
func (e *urlError) Unwrap() error { return e.err }

func (c *Client) Do(req *Request) (*Response, error) {
	for hops := 0; ; hops++ {
		resp, err := c.once(req)
		if err != nil {
			return nil, &urlError{req.Method[:1] + strings.ToLower(req.Method[1:]), req.URL.String(), err}
		}
		to := resp.Header.Get("Location")
		switch resp.StatusCode {
		case 301, 302, 303, 307, 308:
		default:
			return resp, nil
		}
		if to == "" || hops >= 10 {
			return resp, nil
		}
		resp.Body.Close()
		u, err := url.Parse(to)
		if err != nil {
			return nil, err
		}
		if u.Host == "" {
			u.Scheme, u.Host = req.URL.Scheme, req.URL.Host
		}
		method := req.Method
		if resp.StatusCode < 307 && method != "HEAD" {
			method = "GET"
		}
		req = &Request{Method: method, URL: u, Header: req.Header, Host: u.Host, ctx: req.ctx}
	}
}

func (c *Client) once(req *Request) (*Response, error) {
	if req.URL.Scheme != "http" {
		if req.URL.Scheme == "https" {
			return nil, errors.New("drydock: TLS of Go's net/http is not simulated")
		}
		return nil, errors.New("unsupported protocol scheme \"" + req.URL.Scheme + "\"")
	}
	if req.URL.Host == "" {
		return nil, errors.New("http: no Host in request URL")
	}
	host := req.URL.Host
	if req.URL.Port() == "" {
		host += ":80"
	}
	conn, err := net.DialTimeout("tcp", host, c.Timeout)
	if err != nil {
		return nil, err
	}
	if c.Timeout > 0 {
		conn.SetDeadline(time.Now().Add(c.Timeout))
	}
	var data []byte
	if req.Body != nil {
		data, err = io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: %s\r\n", req.Method, req.URL.RequestURI(), req.Host)
	h := req.Header.Clone()
	if h.Get("User-Agent") == "" {
		h.Set("User-Agent", "Go-http-client/1.1")
	}
	if len(data) > 0 || req.Method == "POST" || req.Method == "PUT" {
		h.Set("Content-Length", strconv.Itoa(len(data)))
	}
	h.Set("Connection", "close")
	h.write(&out)
	out.WriteString("\r\n")
	out.Write(data)
	if _, err := conn.Write(out.Bytes()); err != nil {
		return nil, err
	}
	r := bufio.NewReader(conn)
	line, err := r.ReadString('\n')
	if err != nil {
		conn.Close()
		return nil, err
	}
	parts := strings.SplitN(strings.TrimRight(line, "\r\n"), " ", 3)
	if len(parts) < 2 {
		return nil, errors.New("malformed HTTP response " + strconv.Quote(line))
	}
	code, _ := strconv.Atoi(parts[1])
	header, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	resp := &Response{Status: strings.Join(parts[1:], " "), StatusCode: code, Proto: parts[0], Header: header, Request: req}
	b, n := bodyOf(r, header, req.Method == "HEAD" || code == 204 || code == 304, true)
	resp.Body, resp.ContentLength = &connBody{b, conn}, n
	return resp, nil
}

func (c *Client) Get(target string) (*Response, error) {
	req, err := NewRequest("GET", target, nil)
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

func (c *Client) Head(target string) (*Response, error) {
	req, err := NewRequest("HEAD", target, nil)
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

func (c *Client) Post(target, kind string, body io.Reader) (*Response, error) {
	req, err := NewRequest("POST", target, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	return c.Do(req)
}

func (c *Client) PostForm(target string, data url.Values) (*Response, error) {
	return c.Post(target, "application/x-www-form-urlencoded", strings.NewReader(data.Encode()))
}

func Get(target string) (*Response, error)  { return DefaultClient.Get(target) }
func Head(target string) (*Response, error) { return DefaultClient.Head(target) }
func Post(target, kind string, body io.Reader) (*Response, error) {
	return DefaultClient.Post(target, kind, body)
}
func PostForm(target string, data url.Values) (*Response, error) { return DefaultClient.PostForm(target, data) }
