// package java.io
public interface Closeable extends AutoCloseable {
    void close() throws IOException;
}
public interface Serializable {
}
public abstract class OutputStream implements Closeable {
    public abstract void write(int b) throws IOException;
    public void write(byte[] b) throws IOException { for (byte x : b) write((int) x); }
    public void write(byte[] b, int at, int n) throws IOException { write(Arrays.copyOfRange(b, at, at + n)); }
    public void flush() throws IOException { }
    public void close() throws IOException { }
}
public class FileOutputStream extends OutputStream {
    private final int fd;
    public FileOutputStream(int fd) { this.fd = fd; }
    public FileOutputStream(String p) throws FileNotFoundException { this(p, false); }
    public FileOutputStream(String p, boolean more) throws FileNotFoundException { try { fd = (int) (long) Host.call("open", p, more ? 02101 : 01101); } catch (HostException e) { throw new FileNotFoundException(p + " (" + Support.words(e.errno) + ")"); } }
    public void write(int b) throws IOException { write(new byte[] { (byte) b }); }
    public void write(byte[] b) throws IOException { int at = 0; try { while (at < b.length) at += (int) (long) Host.call("write", fd, at == 0 ? b : Arrays.copyOfRange(b, at, b.length)); } catch (HostException e) { throw new IOException(Support.words(e.errno)); } }
    public void close() throws IOException { if (fd > 2) Host.call("close", fd); }
}
public class ByteArrayOutputStream extends OutputStream {
    private byte[] data = new byte[32]; private int n;
    public void write(int b) { if (n == data.length) data = Arrays.copyOf(data, n * 2); data[n++] = (byte) b; }
    public byte[] toByteArray() { return Arrays.copyOf(data, n); }
    public int size() { return n; }
    public String toString() { return new String(toByteArray()); }
}
public class PrintStream extends OutputStream {
    private final OutputStream to;
    public PrintStream(OutputStream s) { to = s; }
    public PrintStream(OutputStream s, boolean flush) { to = s; }
    private void put(String s) { try { to.write(s.getBytes()); } catch (IOException e) { } }
    public void write(int b) { try { to.write(b); } catch (IOException e) { } }
    public void write(byte[] b) { try { to.write(b); } catch (IOException e) { } }
    public void flush() { }
    public void print(Object o) { put(String.valueOf(o)); }
    public void print(String s) { put(String.valueOf(s)); }
    public void print(char[] s) { put(new String(s)); }
    public void print(boolean v) { put(String.valueOf(v)); }
    public void print(char v) { put(String.valueOf(v)); }
    public void print(int v) { put(String.valueOf(v)); }
    public void print(long v) { put(String.valueOf(v)); }
    public void print(float v) { put(String.valueOf(v)); }
    public void print(double v) { put(String.valueOf(v)); }
    public void println() { put("\n"); }
    public void println(Object o) { put(String.valueOf(o) + "\n"); }
    public void println(String s) { put(s + "\n"); }
    public void println(char[] s) { put(new String(s) + "\n"); }
    public void println(boolean v) { put(v + "\n"); }
    public void println(char v) { put(v + "\n"); }
    public void println(int v) { put(v + "\n"); }
    public void println(long v) { put(v + "\n"); }
    public void println(float v) { put(v + "\n"); }
    public void println(double v) { put(v + "\n"); }
    public PrintStream printf(String f, Object... args) { put(String.format(f, args)); return this; }
    public PrintStream format(String f, Object... args) { put(String.format(f, args)); return this; }
}
public abstract class InputStream implements Closeable {
    public abstract int read() throws IOException;
    public int read(byte[] b) throws IOException { return read(b, 0, b.length); }
    public int read(byte[] b, int at, int n) throws IOException { int c = read(); if (c < 0) return -1; b[at] = (byte) c; return 1; }
    public byte[] readAllBytes() throws IOException { ByteArrayOutputStream o = new ByteArrayOutputStream(); int c; while ((c = read()) >= 0) o.write(c); return o.toByteArray(); }
    public void close() throws IOException { }
}
public abstract class ChunkStream extends InputStream {
    private byte[] chunk = new byte[0]; private int at;
    abstract byte[] more() throws IOException;
    public int read() throws IOException { if (at >= chunk.length) { if (chunk == null) return -1; chunk = more(); at = 0; if (chunk.length == 0) return -1; } return chunk[at++] & 255; }
    public int read(byte[] b, int to, int n) throws IOException { int c = read(); if (c < 0) return -1; b[to] = (byte) c; int k = Math.min(n - 1, chunk.length - at); System.arraycopy(chunk, at, b, to + 1, k); at += k; return k + 1; }
}
public class FileInputStream extends ChunkStream {
    private final int fd;
    public FileInputStream(int fd) { this.fd = fd; }
    public FileInputStream(String p) throws FileNotFoundException { try { fd = (int) (long) Host.call("open", p, 0); } catch (HostException e) { throw new FileNotFoundException(p + " (" + Support.words(e.errno) + ")"); } }
    byte[] more() throws IOException { try { return (byte[]) Host.call("read", fd, 8192); } catch (HostException e) { throw new IOException(Support.words(e.errno)); } }
    public void close() throws IOException { if (fd > 2) Host.call("close", fd); }
}
public class ByteArrayInputStream extends ChunkStream {
    private byte[] all;
    public ByteArrayInputStream(byte[] b) { all = b; }
    byte[] more() { byte[] b = all; all = new byte[0]; return b; }
}
public abstract class Reader implements Closeable {
    public abstract int read() throws IOException;
    public void close() throws IOException { }
}
public class InputStreamReader extends Reader {
    private final InputStream in;
    public InputStreamReader(InputStream s) { in = s; }
    public InputStreamReader(InputStream s, Charset c) { in = s; }
    public int read() throws IOException {
        int b = in.read();
        if (b < 0x80) return b;
        int n = b >= 0xe0 ? 2 : 1; int v = b >= 0xe0 ? b & 15 : b & 31;
        for (int i = 0; i < n; i++) v = (v << 6) | (in.read() & 63);
        return v;
    }
    public void close() throws IOException { in.close(); }
}
public class FileReader extends InputStreamReader {
    public FileReader(String p) throws FileNotFoundException { super(new FileInputStream(p)); }
}
public class StringReader extends Reader {
    private final String s; private int at;
    public StringReader(String s) { this.s = s; }
    public int read() { return at < s.length() ? (int) s.charAt(at++) : -1; }
}
public class BufferedReader extends Reader {
    private final Reader in;
    public BufferedReader(Reader r) { in = r; }
    public int read() throws IOException { return in.read(); }
    public String readLine() throws IOException {
        StringBuilder b = new StringBuilder();
        int c = in.read();
        if (c < 0) return null;
        while (c >= 0 && c != '\n') { b.append((char) c); c = in.read(); }
        int n = b.length();
        if (n > 0 && b.charAt(n - 1) == '\r') b.setLength(n - 1);
        return b.toString();
    }
    public Stream<String> lines() { List<String> l = new ArrayList<>(); try { String s; while ((s = readLine()) != null) l.add(s); } catch (IOException e) { throw new UncheckedIOException(e); } return l.stream(); }
    public void close() throws IOException { in.close(); }
}
public abstract class Writer implements Closeable {
    public abstract void write(String s) throws IOException;
    public void write(int c) throws IOException { write(String.valueOf((char) c)); }
    public void flush() throws IOException { }
    public void close() throws IOException { }
}
public class OutputStreamWriter extends Writer {
    private final OutputStream to;
    public OutputStreamWriter(OutputStream s) { to = s; }
    public void write(String s) throws IOException { to.write(s.getBytes()); }
    public void close() throws IOException { to.close(); }
}
public class FileWriter extends OutputStreamWriter {
    public FileWriter(String p) throws IOException { super(new FileOutputStream(p)); }
    public FileWriter(String p, boolean more) throws IOException { super(new FileOutputStream(p, more)); }
}
public class StringWriter extends Writer {
    private final StringBuilder b = new StringBuilder();
    public void write(String s) { b.append(s); }
    public String toString() { return b.toString(); }
}
public class BufferedWriter extends Writer {
    private final Writer to; private StringBuilder b = new StringBuilder();
    public BufferedWriter(Writer w) { to = w; }
    public void write(String s) throws IOException { b.append(s); }
    public void newLine() throws IOException { write("\n"); }
    public void flush() throws IOException { to.write(b.toString()); b = new StringBuilder(); to.flush(); }
    public void close() throws IOException { flush(); to.close(); }
}
public class PrintWriter extends Writer {
    private final Writer to; private StringBuilder b = new StringBuilder(); private boolean auto;
    public PrintWriter(Writer w) { to = w; }
    public PrintWriter(Writer w, boolean a) { to = w; auto = a; }
    public PrintWriter(OutputStream s) { to = new OutputStreamWriter(s); }
    public PrintWriter(OutputStream s, boolean a) { to = new OutputStreamWriter(s); auto = a; }
    public void write(String s) { b.append(s); if (to instanceof StringWriter) flush(); }
    public void print(Object o) { write(String.valueOf(o)); }
    public void println() { write("\n"); if (auto) flush(); }
    public void println(Object o) { write(String.valueOf(o) + "\n"); if (auto) flush(); }
    public PrintWriter printf(String f, Object... a) { write(String.format(f, a)); if (auto) flush(); return this; }
    public void flush() { try { to.write(b.toString()); b = new StringBuilder(); to.flush(); } catch (IOException e) { } }
    public void close() { flush(); try { to.close(); } catch (IOException e) { } }
}
public class File {
    private final String path;
    public File(String p) { path = p; }
    public File(String d, String n) { path = d + "/" + n; }
    public boolean exists() { return Files.exists(toPath()); }
    public boolean isDirectory() { return Files.isDirectory(toPath()); }
    public String getName() { return path.substring(path.lastIndexOf('/') + 1); }
    public String getPath() { return path; }
    public String getAbsolutePath() { return toPath().toAbsolutePath().toString(); }
    public Path toPath() { return Path.of(path); }
    public long length() { try { return Files.size(toPath()); } catch (IOException e) { return 0L; } }
    public boolean mkdirs() { try { Files.createDirectories(toPath()); return true; } catch (IOException e) { return false; } }
    public boolean delete() { try { Files.delete(toPath()); return true; } catch (IOException e) { return false; } }
    public String toString() { return path; }
}
// package java.nio.file
public class Path {
    private final String p;
    Path(String p) { this.p = p.length() > 1 && p.endsWith("/") ? p.substring(0, p.length() - 1) : p; }
    public static Path of(String p, String... more) { for (String m : more) p = p.isEmpty() ? m : p + "/" + m; return new Path(p); }
    public Path resolve(String o) { return o.startsWith("/") ? new Path(o) : p.isEmpty() ? new Path(o) : new Path(p.endsWith("/") ? p + o : p + "/" + o); }
    public Path resolve(Path o) { return resolve(o.p); }
    public Path getFileName() { return new Path(p.substring(p.lastIndexOf('/') + 1)); }
    public Path getParent() { int i = p.lastIndexOf('/'); return i < 0 ? null : i == 0 ? new Path("/") : new Path(p.substring(0, i)); }
    public Path toAbsolutePath() { return p.startsWith("/") ? this : new Path((String) Host.call("getcwd") + "/" + p); }
    public Path normalize() { return this; }
    public File toFile() { return new File(p); }
    public boolean isAbsolute() { return p.startsWith("/"); }
    public String toString() { return p; }
    public boolean equals(Object o) { return o instanceof Path && ((Path) o).p.equals(p); }
    public int hashCode() { return p.hashCode(); }
}
public final class Paths {
    public static Path get(String p, String... more) { return Path.of(p, more); }
}
public interface OpenOption {
}
public enum StandardOpenOption implements OpenOption {
    READ, WRITE, APPEND, TRUNCATE_EXISTING, CREATE, CREATE_NEW
}
public final class Files {
    private static Object[] stat(Path p) { try { return (Object[]) Host.call("stat", p.toString()); } catch (HostException e) { return null; } }
    public static boolean exists(Path p) { return stat(p) != null; }
    public static boolean notExists(Path p) { return stat(p) == null; }
    public static boolean isDirectory(Path p) { Object[] s = stat(p); return s != null && ((long) s[0] & 0170000L) == 0040000L; }
    public static boolean isRegularFile(Path p) { Object[] s = stat(p); return s != null && ((long) s[0] & 0170000L) == 0100000L; }
    public static long size(Path p) throws IOException { Object[] s = stat(p); if (s == null) throw new NoSuchFileException(p.toString()); return (long) s[1]; }
    public static byte[] readAllBytes(Path p) throws IOException {
        try {
            int fd = (int) (long) Host.call("open", p.toString(), 0);
            try (InputStream in = new FileInputStream(fd)) { return in.readAllBytes(); }
        } catch (HostException e) { throw Support.io(p.toString(), e); }
    }
    public static String readString(Path p) throws IOException { return new String(readAllBytes(p)); }
    public static List<String> readAllLines(Path p) throws IOException { return new ArrayList<>(readString(p).lines().toList()); }
    public static Stream<String> lines(Path p) throws IOException { return readString(p).lines(); }
    public static Path write(Path p, byte[] b, OpenOption... how) throws IOException {
        boolean append = false;
        for (OpenOption o : how) if (o == StandardOpenOption.APPEND) append = true;
        try {
            int fd = (int) (long) Host.call("open", p.toString(), append ? 02101 : 01101);
            try (FileOutputStream out = new FileOutputStream(fd)) { out.write(b); }
            return p;
        } catch (HostException e) { throw Support.io(p.toString(), e); }
    }
    public static Path writeString(Path p, CharSequence s, OpenOption... how) throws IOException { return write(p, s.toString().getBytes(), how); }
    public static Path write(Path p, Iterable<? extends CharSequence> lines, OpenOption... how) throws IOException { StringBuilder b = new StringBuilder(); for (Object s : lines) b.append(s).append("\n"); return write(p, b.toString().getBytes(), how); }
    public static Path createDirectory(Path p) throws IOException { try { Host.call("mkdir", p.toString()); return p; } catch (HostException e) { throw Support.io(p.toString(), e); } }
    public static Path createDirectories(Path p) throws IOException { if (isDirectory(p)) return p; Path up = p.getParent(); if (up != null && !exists(up)) createDirectories(up); return createDirectory(p); }
    public static void delete(Path p) throws IOException { try { Host.call(isDirectory(p) ? "rmdir" : "unlink", p.toString()); } catch (HostException e) { throw Support.io(p.toString(), e); } }
    public static boolean deleteIfExists(Path p) throws IOException { if (!exists(p)) return false; delete(p); return true; }
    public static Stream<Path> list(Path p) throws IOException { try { List<Path> l = new ArrayList<>(); for (Object o : (Object[]) Host.call("list", p.toString())) l.add(p.resolve((String) o)); return l.stream(); } catch (HostException e) { throw Support.io(p.toString(), e); } }
}
