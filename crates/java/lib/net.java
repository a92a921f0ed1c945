// package java.net
public class InetAddress {
    private final String host; private final String ip;
    InetAddress(String h, String i) { host = h; ip = i; }
    public static InetAddress getByName(String h) throws UnknownHostException { try { return new InetAddress(h, (String) ((Object[]) Host.call("resolve", h))[0]); } catch (HostException e) { throw new UnknownHostException(h + ": Name or service not known"); } }
    public static InetAddress getLocalHost() throws UnknownHostException { return getByName((String) Host.call("hostname")); }
    public String getHostName() { return host; }
    public String getHostAddress() { return ip; }
    public String toString() { return host + "/" + ip; }
}
public class InetSocketAddress {
    private final String host; private final int port;
    public InetSocketAddress(int port) { this("0.0.0.0", port); }
    public InetSocketAddress(String h, int p) { host = h; port = p; }
    public int getPort() { return port; }
    public String getHostString() { return host; }
    public String getHostName() { return host; }
    public InetAddress getAddress() { return new InetAddress(host, host); }
    public String toString() { return "/" + host + ":" + port; }
}
public class Socket implements Closeable {
    int fd; private InetSocketAddress far; private boolean closed;
    Socket(int fd, String h, int p) { this.fd = fd; far = new InetSocketAddress(h, p); }
    public Socket(String h, int p) throws IOException {
        String ip = InetAddress.getByName(h).getHostAddress();
        fd = (int) (long) Host.call("socket");
        try { Host.call("connect", fd, ip, p, 0L); } catch (HostException e) { Host.call("close", fd); throw new ConnectException(Support.words(e.errno)); }
        far = new InetSocketAddress(h, p);
    }
    public InputStream getInputStream() { return new SocketInput(this); }
    public OutputStream getOutputStream() { return new SocketOutput(this); }
    public int getPort() { return far.getPort(); }
    public InetAddress getInetAddress() { return far.getAddress(); }
    public InetSocketAddress getRemoteSocketAddress() { return far; }
    public void setSoTimeout(int n) { }
    public boolean isClosed() { return closed; }
    public void close() throws IOException { if (!closed) { closed = true; Host.call("close", fd); } }
}
public class SocketInput extends ChunkStream {
    private final Socket s;
    SocketInput(Socket s) { this.s = s; }
    byte[] more() throws IOException { try { return (byte[]) Host.call("recv", s.fd, 8192, 0L); } catch (HostException e) { throw new SocketException(Support.words(e.errno)); } }
    public void close() throws IOException { s.close(); }
}
public class SocketOutput extends OutputStream {
    private final Socket s;
    SocketOutput(Socket s) { this.s = s; }
    public void write(int b) throws IOException { write(new byte[] { (byte) b }); }
    public void write(byte[] b) throws IOException { int at = 0; try { while (at < b.length) at += (int) (long) Host.call("send", s.fd, at == 0 ? b : Arrays.copyOfRange(b, at, b.length)); } catch (HostException e) { throw new SocketException(Support.words(e.errno)); } }
    public void close() throws IOException { s.close(); }
}
public class ServerSocket implements Closeable {
    private final int fd; private final int port;
    public ServerSocket(int port) throws IOException { this("0.0.0.0", port); }
    ServerSocket(String host, int p) throws IOException {
        fd = (int) (long) Host.call("socket");
        try { Host.call("reuse", fd); Host.call("bind", fd, host, p); Host.call("listen", fd); } catch (HostException e) { Host.call("close", fd); throw new BindException(Support.words(e.errno)); }
        port = p != 0 ? p : (int) (long) ((Object[]) Host.call("sockname", fd))[1];
    }
    public Socket accept() throws IOException { try { Object[] a = (Object[]) Host.call("accept", fd, 0L); return new Socket((int) (long) a[0], (String) a[1], (int) (long) a[2]); } catch (HostException e) { throw new SocketException(e.errno == 9 ? "Socket closed" : Support.words(e.errno)); } }
    public int getLocalPort() { return port; }
    public void close() throws IOException { Host.call("close", fd); }
}
public final class URI {
    private final String text;
    public URI(String t) throws URISyntaxException { text = t; }
    private URI(String t, boolean b) { text = t; }
    public static URI create(String t) { return new URI(t, true); }
    private String after() { int i = text.indexOf("://"); return i < 0 ? text : text.substring(i + 3); }
    public String getScheme() { int i = text.indexOf("://"); return i < 0 ? null : text.substring(0, i); }
    public String getAuthority() { if (getScheme() == null) return null; String s = after(); int i = s.indexOf('/'); int q = s.indexOf('?'); if (i < 0) i = q; return i < 0 ? s : s.substring(0, i); }
    public String getHost() { String a = getAuthority(); if (a == null) return null; int i = a.lastIndexOf(':'); return i < 0 ? a : a.substring(0, i); }
    public int getPort() { String a = getAuthority(); int i = a == null ? -1 : a.lastIndexOf(':'); return i < 0 ? -1 : Integer.parseInt(a.substring(i + 1)); }
    public String getRawPath() { String s = after(); if (getScheme() != null) { int i = s.indexOf('/'); s = i < 0 ? "" : s.substring(i); } int q = s.indexOf('?'); return q < 0 ? s : s.substring(0, q); }
    public String getPath() { return URLDecoder.decode(getRawPath().replace("+", "%2B"), "UTF-8"); }
    public String getRawQuery() { int q = text.indexOf('?'); return q < 0 ? null : text.substring(q + 1); }
    public String getQuery() { String q = getRawQuery(); return q == null ? null : URLDecoder.decode(q.replace("+", "%2B"), "UTF-8"); }
    public String toString() { return text; }
}
public class URLDecoder {
    public static String decode(String s, Charset c) { return decode(s, "UTF-8"); }
    public static String decode(String s, String c) {
        ByteArrayOutputStream o = new ByteArrayOutputStream();
        byte[] b = s.getBytes();
        for (int i = 0; i < b.length; i++) {
            if (b[i] == '+') o.write(32);
            else if (b[i] == '%' && i + 2 < b.length) { o.write(Integer.parseInt(new String(b, i + 1, 2), 16)); i += 2; }
            else o.write((int) b[i]);
        }
        return o.toString();
    }
}
// package java.net.http
public class HttpClient {
    public static HttpClient newHttpClient() { return new HttpClient(); }
    public <T> HttpResponse<T> send(HttpRequest r, Object handler) throws IOException, InterruptedException {
        URI u = r.uri();
        if ("https".equals(u.getScheme())) throw new IOException("drydock: TLS is not simulated in Java");
        Socket s;
        try { s = new Socket(u.getHost(), u.getPort() < 0 ? 80 : u.getPort()); } catch (UnknownHostException e) { throw new ConnectException(); }
        String path = u.getRawPath().isEmpty() ? "/" : u.getRawPath();
        StringBuilder b = new StringBuilder(r.method()).append(" ").append(path).append(u.getRawQuery() == null ? "" : "?" + u.getRawQuery()).append(" HTTP/1.1\r\nConnection: close\r\nHost: ").append(u.getAuthority()).append("\r\nUser-Agent: Java-http-client/17\r\n");
        for (String h : r.lines) b.append(h).append("\r\n");
        byte[] body = r.body == null ? new byte[0] : r.body.getBytes();
        if (r.body != null) b.append("Content-Length: ").append(body.length).append("\r\n");
        OutputStream out = s.getOutputStream();
        out.write(b.append("\r\n").toString().getBytes());
        if (body.length > 0) out.write(body);
        String all = new String(s.getInputStream().readAllBytes());
        s.close();
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) throw new IOException("HTTP/1.1 header parser received no bytes");
        String head = all.substring(0, end);
        String text = all.substring(end + 4);
        if (head.toLowerCase().contains("transfer-encoding: chunked")) {
            StringBuilder t = new StringBuilder();
            while (true) { int i = text.indexOf("\r\n"); if (i < 0) break; int n = Integer.parseInt(text.substring(0, i).trim(), 16); if (n == 0) break; t.append(text.substring(i + 2, i + 2 + n)); text = text.substring(i + 4 + n); }
            text = t.toString();
        }
        return new HttpResponse<T>(Integer.parseInt(head.split(" ")[1]), (T) text);
    }
}
public class HttpRequest {
    private final URI uri; private final String method; final String body; final List<String> lines;
    HttpRequest(URI u, String m, String b, List<String> l) { uri = u; method = m; body = b; lines = l; }
    public URI uri() { return uri; }
    public String method() { return method; }
    public static Builder newBuilder() { return new Builder(); }
    public static Builder newBuilder(URI u) { return new Builder().uri(u); }
    public static class Builder {
        private URI uri; private String method = "GET"; private String body; private final List<String> lines = new ArrayList<>();
        public Builder uri(URI u) { uri = u; return this; }
        public Builder GET() { method = "GET"; return this; }
        public Builder POST(String b) { method = "POST"; body = b; return this; }
        public Builder header(String k, String v) { lines.add(k + ": " + v); return this; }
        public Builder timeout(Duration d) { return this; }
        public HttpRequest build() { return new HttpRequest(uri, method, body, lines); }
    }
    public static class BodyPublishers {
        public static String ofString(String s) { return s; }
        public static String noBody() { return ""; }
    }
}
public class HttpResponse<T> {
    private final int status; private final T body;
    HttpResponse(int s, T b) { status = s; body = b; }
    public int statusCode() { return status; }
    public T body() { return body; }
    public static class BodyHandlers {
        public static Object ofString() { return ""; }
    }
}
// package com.sun.net.httpserver
public interface HttpHandler {
    void handle(HttpExchange e) throws IOException;
}
public class Headers extends LinkedHashMap<String, List<String>> {
    static String norm(String k) { return k.isEmpty() ? k : k.substring(0, 1).toUpperCase() + k.substring(1).toLowerCase(); }
    public void set(String k, String v) { List<String> l = new ArrayList<>(); l.add(v); put(norm(k), l); }
    public void add(String k, String v) { List<String> l = get(norm(k)); if (l == null) set(k, v); else l.add(v); }
    public String getFirst(String k) { List<String> l = get(norm(k)); return l == null ? null : l.get(0); }
}
public class HttpContext {
    final String path; HttpHandler handler;
    HttpContext(String p, HttpHandler h) { path = p; handler = h; }
    public String getPath() { return path; }
    public void setHandler(HttpHandler h) { handler = h; }
}
public class HttpServer {
    private final InetSocketAddress address; private final ServerSocket socket; private Executor executor; private boolean stopped;
    private final List<HttpContext> contexts = new ArrayList<>();
    private HttpServer(InetSocketAddress a) throws IOException { address = a; socket = new ServerSocket(a.getHostString().equals("localhost") ? "127.0.0.1" : a.getHostString(), a.getPort()); }
    public static HttpServer create(InetSocketAddress a, int backlog) throws IOException { return new HttpServer(a); }
    public HttpContext createContext(String p, HttpHandler h) { HttpContext c = new HttpContext(p, h); contexts.add(c); return c; }
    public HttpContext createContext(String p) { return createContext(p, null); }
    public void setExecutor(Executor e) { executor = e; }
    public InetSocketAddress getAddress() { return new InetSocketAddress(address.getHostString(), socket.getLocalPort()); }
    public void start() { new Thread(() -> loop(), "HTTP-Dispatcher").start(); }
    public void stop(int delay) { stopped = true; try { socket.close(); } catch (IOException e) { } }
    private void loop() {
        while (!stopped) {
            try {
                Socket s = socket.accept();
                // Each connection has a thread of its own here, so that one that is kept open holds up no other.
                Thread t = new Thread(() -> serve(s), "HTTP-Dispatcher");
                t.setDaemon(true);
                t.start();
            } catch (IOException e) { if (!stopped) stopped = true; }
        }
    }
    private void serve(Socket s) {
        try {
            InputStream in = s.getInputStream();
            while (!stopped) {
                HttpExchange e = HttpExchange.read(in, s);
                if (e == null) break;
                HttpContext best = null;
                for (HttpContext c : contexts) if (e.getRequestURI().getPath().startsWith(c.path) && (best == null || c.path.length() > best.path.length())) best = c;
                if (best == null) { e.plain(404, "<h1>404 Not Found</h1>No context found for request"); }
                else {
                    HttpHandler h = best.handler;
                    if (executor == null) run(h, e, s);
                    else { CountDownLatch done = new CountDownLatch(1); executor.execute(() -> { run(h, e, s); done.countDown(); }); done.await(); }
                }
                if (!e.finish()) break;
            }
        } catch (IOException e) { } catch (InterruptedException e) { }
        try { s.close(); } catch (IOException e) { }
    }
    private void run(HttpHandler h, HttpExchange e, Socket s) { try { h.handle(e); } catch (Throwable t) { try { s.close(); } catch (IOException x) { } } }
}
public class HttpExchange {
    private String method; private URI uri; private final Headers request = new Headers(); private final Headers response = new Headers();
    private InputStream body; private final Socket socket; private boolean sent; private boolean chunked; private ByteArrayOutputStream out = new ByteArrayOutputStream(); private int status = -1; private long length;
    private HttpExchange(Socket s) { socket = s; }
    private static String line(InputStream in) throws IOException { ByteArrayOutputStream b = new ByteArrayOutputStream(); int c; while ((c = in.read()) >= 0 && c != 10) if (c != 13) b.write(c); return c < 0 && b.size() == 0 ? null : b.toString(); }
    static HttpExchange read(InputStream in, Socket s) throws IOException {
        String first = line(in);
        if (first == null) return null;
        String[] words = first.split(" ");
        if (words.length < 3) return null;
        HttpExchange e = new HttpExchange(s);
        e.method = words[0]; e.uri = URI.create(words[1]);
        String l;
        while ((l = line(in)) != null && !l.isEmpty()) { int i = l.indexOf(':'); if (i > 0) e.request.add(l.substring(0, i), l.substring(i + 1).trim()); }
        String n = e.request.getFirst("Content-length");
        byte[] b = new byte[n == null ? 0 : Integer.parseInt(n)];
        int at = 0;
        while (at < b.length) { int k = in.read(b, at, b.length - at); if (k < 0) break; at += k; }
        e.body = new ByteArrayInputStream(b);
        return e;
    }
    public String getRequestMethod() { return method; }
    public URI getRequestURI() { return uri; }
    public Headers getRequestHeaders() { return request; }
    public Headers getResponseHeaders() { return response; }
    public InputStream getRequestBody() { return body; }
    public OutputStream getResponseBody() { return new HttpBody(this); }
    public InetSocketAddress getRemoteAddress() { return socket.getRemoteSocketAddress(); }
    public String getProtocol() { return "HTTP/1.1"; }
    public int getResponseCode() { return status; }
    public void close() { }
    static String reason(int c) {
        switch (c) {
            case 200: return "OK"; case 201: return "Created"; case 202: return "Accepted"; case 204: return "No Content"; case 301: return "Moved Permanently"; case 302: return "Found"; case 304: return "Not Modified"; case 400: return "Bad Request"; case 401: return "Unauthorized"; case 403: return "Forbidden"; case 404: return "Not Found"; case 405: return "Method Not Allowed"; case 500: return "Internal Server Error"; case 503: return "Service Unavailable"; default: return " ";
        }
    }
    public void sendResponseHeaders(int code, long n) throws IOException {
        if (sent) throw new IOException("headers already sent");
        sent = true; status = code; length = n; chunked = n == 0;
        StringBuilder b = new StringBuilder("HTTP/1.1 " + code + " " + reason(code) + "\r\n");
        response.set("Date", ZonedDateTime.httpDate());
        if (n > 0) response.set("Content-length", "" + n);
        else if (n == 0) response.set("Transfer-encoding", "chunked");
        else if (code != 204 && code != 304) response.set("Content-length", "0");
        for (Map.Entry<String, List<String>> h : response.entrySet()) for (String v : h.getValue()) b.append(h.getKey()).append(": ").append(v).append("\r\n");
        socket.getOutputStream().write(b.append("\r\n").toString().getBytes());
    }
    void body(byte[] b) throws IOException {
        if (!sent) throw new IOException("response headers not sent yet");
        if (b.length == 0 || method.equals("HEAD")) return;
        if (chunked) socket.getOutputStream().write((Integer.toHexString(b.length) + "\r\n").getBytes());
        socket.getOutputStream().write(b);
        if (chunked) socket.getOutputStream().write("\r\n".getBytes());
        length -= b.length;
    }
    void plain(int code, String text) throws IOException { response.set("Content-type", "text/html"); sendResponseHeaders(code, (long) text.length()); body(text.getBytes()); }
    boolean finish() throws IOException {
        if (!sent || socket.isClosed()) return false;
        if (chunked) socket.getOutputStream().write("0\r\n\r\n".getBytes());
        String c = request.getFirst("Connection");
        return !"close".equalsIgnoreCase(c) && (chunked || length <= 0 || method.equals("HEAD"));
    }
}
public class HttpBody extends OutputStream {
    private final HttpExchange e;
    HttpBody(HttpExchange e) { this.e = e; }
    public void write(int b) throws IOException { e.body(new byte[] { (byte) b }); }
    public void write(byte[] b) throws IOException { e.body(b); }
}
