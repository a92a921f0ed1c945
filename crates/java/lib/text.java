// package java.lang
public interface CharSequence {
    int length();
    char charAt(int i);
    String toString();
    default boolean isEmpty() { return length() == 0; }
    default IntStream chars() { return toString().chars(); }
}
public final class String implements CharSequence, Comparable<String> {
    public static final Comparator<String> CASE_INSENSITIVE_ORDER = (a, b) -> a.compareToIgnoreCase(b);
    native void initChars(Object from, int at, int count);
    static native String decode(byte[] b);
    static native String plain(Object o);
    static native String format0(String f, Object[] args);
    native String op(String what);
    native int indexOf0(String s, int from);
    native int lastIndexOf0(String s);
    native String replace0(String a, String b);
    native String repeat0(int n);
    native String[] split0(String re, int limit);
    public String() { }
    public String(String s) { initChars(s, 0, 0); }
    public String(StringBuilder s) { initChars(s, 0, 0); }
    public String(char[] c) { initChars(c, 0, c.length); }
    public String(char[] c, int at, int n) { initChars(c, at, n); }
    public String(byte[] b) { initChars(decode(b), 0, 0); }
    public String(byte[] b, Charset c) { initChars(decode(b), 0, 0); }
    public String(byte[] b, String c) { initChars(decode(b), 0, 0); }
    public String(byte[] b, int at, int n) { initChars(decode(Arrays.copyOfRange(b, at, at + n)), 0, 0); }
    public String(byte[] b, int at, int n, Charset c) { initChars(decode(Arrays.copyOfRange(b, at, at + n)), 0, 0); }
    public native int length();
    public native char charAt(int i);
    public native boolean equals(Object o);
    public native int hashCode();
    public native int compareTo(String s);
    public native String substring(int a, int b);
    public String substring(int a) { return substring(a, length()); }
    public CharSequence subSequence(int a, int b) { return substring(a, b); }
    public boolean isEmpty() { return length() == 0; }
    public boolean isBlank() { return strip().isEmpty(); }
    public String toString() { return this; }
    public int compareToIgnoreCase(String s) { return toLowerCase().compareTo(s.toLowerCase()); }
    public boolean equalsIgnoreCase(String s) { return s != null && toLowerCase().equals(s.toLowerCase()); }
    public boolean contentEquals(CharSequence s) { return equals(s.toString()); }
    public int indexOf(String s) { return indexOf0(s, 0); }
    public int indexOf(String s, int from) { return indexOf0(s, from); }
    public int indexOf(int c) { return indexOf0(plain((char) c), 0); }
    public int indexOf(int c, int from) { return indexOf0(plain((char) c), from); }
    public int lastIndexOf(String s) { return lastIndexOf0(s); }
    public int lastIndexOf(int c) { return lastIndexOf0(plain((char) c)); }
    public boolean contains(CharSequence s) { return indexOf0(s.toString(), 0) >= 0; }
    public boolean startsWith(String s) { return length() >= s.length() && substring(0, s.length()).equals(s); }
    public boolean startsWith(String s, int at) { return at >= 0 && length() - at >= s.length() && substring(at, at + s.length()).equals(s); }
    public boolean endsWith(String s) { return length() >= s.length() && substring(length() - s.length()).equals(s); }
    public String toUpperCase() { return op("upper"); }
    public String toLowerCase() { return op("lower"); }
    public String toUpperCase(Locale l) { return op("upper"); }
    public String toLowerCase(Locale l) { return op("lower"); }
    public String trim() { return op("trim"); }
    public String strip() { return op("strip"); }
    public String stripLeading() { return op("stripLeading"); }
    public String stripTrailing() { return op("stripTrailing"); }
    public String concat(String s) { return this + s; }
    public String replace(char a, char b) { return replace0(plain(a), plain(b)); }
    public String replace(CharSequence a, CharSequence b) { return replace0(a.toString(), b.toString()); }
    public String replaceAll(String re, String with) { return Pattern.compile(re).matcher(this).replaceAll(with); }
    public String replaceFirst(String re, String with) { return Pattern.compile(re).matcher(this).replaceFirst(with); }
    public boolean matches(String re) { return Pattern.matches(re, this); }
    public String[] split(String re) { return split0(re, 0); }
    public String[] split(String re, int limit) { return split0(re, limit); }
    public String repeat(int n) { if (n < 0) throw new IllegalArgumentException("count is negative: " + n); return repeat0(n); }
    public native char[] toCharArray();
    public native byte[] getBytes();
    public byte[] getBytes(Charset c) { return getBytes(); }
    public byte[] getBytes(String c) { return getBytes(); }
    public native String intern();
    public int codePointAt(int i) { return (int) charAt(i); }
    public IntStream chars() { int[] a = new int[length()]; for (int i = 0; i < a.length; i++) a[i] = (int) charAt(i); return IntStream.of(a); }
    public Stream<String> lines() { List<String> out = new ArrayList<>(Arrays.asList(split("\r?\n", -1))); if (!out.isEmpty() && out.get(out.size() - 1).isEmpty()) out.remove(out.size() - 1); return out.stream(); }
    public String indent(int n) { StringBuilder b = new StringBuilder(); for (String s : lines().toList()) b.append(" ".repeat(n)).append(s).append("\n"); return b.toString(); }
    public String formatted(Object... args) { return format(this, args); }
    public static String format(String f, Object... args) {
        Object[] made = new Object[args == null ? 1 : args.length];
        for (int i = 0; i < made.length; i++) {
            Object o = args == null ? null : args[i];
            made[i] = o == null || o instanceof Number && !(o instanceof AtomicInteger) && !(o instanceof AtomicLong) || o instanceof Boolean || o instanceof Character || o instanceof String ? o : o.toString();
        }
        return format0(f, made);
    }
    public static String format(Locale l, String f, Object... args) { return format(f, args); }
    public static String valueOf(Object o) { return o == null ? "null" : o.toString(); }
    public static String valueOf(char[] c) { return new String(c); }
    public static String valueOf(boolean v) { return plain(v); }
    public static String valueOf(char v) { return plain(v); }
    public static String valueOf(int v) { return plain(v); }
    public static String valueOf(long v) { return plain(v); }
    public static String valueOf(float v) { return plain(v); }
    public static String valueOf(double v) { return plain(v); }
    public static String copyValueOf(char[] c) { return new String(c); }
    public static String join(CharSequence sep, CharSequence... parts) { return join(sep, Arrays.asList(parts)); }
    public static String join(CharSequence sep, Iterable<? extends CharSequence> parts) {
        StringBuilder b = new StringBuilder();
        boolean first = true;
        for (Object p : parts) { if (!first) b.append(sep.toString()); first = false; b.append(String.valueOf(p)); }
        return b.toString();
    }
}
public final class StringBuilder implements CharSequence {
    native StringBuilder append0(String s);
    native StringBuilder splice(int a, int b, String s);
    public StringBuilder() { }
    public StringBuilder(int n) { }
    public StringBuilder(String s) { append0(s); }
    public native int length();
    public native char charAt(int i);
    public native String substring(int a, int b);
    public String substring(int a) { return substring(a, length()); }
    public native StringBuilder reverse();
    public native String toString();
    public StringBuilder append(Object o) { return append0(String.valueOf(o)); }
    public StringBuilder append(String s) { return append0(s == null ? "null" : s); }
    public StringBuilder append(char[] c) { return append0(new String(c)); }
    public StringBuilder append(boolean v) { return append0(String.plain(v)); }
    public StringBuilder append(char v) { return append0(String.plain(v)); }
    public StringBuilder append(int v) { return append0(String.plain(v)); }
    public StringBuilder append(long v) { return append0(String.plain(v)); }
    public StringBuilder append(float v) { return append0(String.plain(v)); }
    public StringBuilder append(double v) { return append0(String.plain(v)); }
    public StringBuilder append(CharSequence s, int a, int b) { return append0(s.toString().substring(a, b)); }
    public StringBuilder appendCodePoint(int c) { return append0(String.plain((char) c)); }
    public StringBuilder insert(int at, Object o) { return splice(at, at, String.valueOf(o)); }
    public StringBuilder insert(int at, char c) { return splice(at, at, String.plain(c)); }
    public StringBuilder insert(int at, int c) { return splice(at, at, String.plain(c)); }
    public StringBuilder delete(int a, int b) { return splice(a, b > length() ? length() : b, ""); }
    public StringBuilder deleteCharAt(int a) { return splice(a, a + 1, ""); }
    public StringBuilder replace(int a, int b, String s) { return splice(a, b > length() ? length() : b, s); }
    public void setCharAt(int a, char c) { splice(a, a + 1, String.plain(c)); }
    public void setLength(int n) { while (length() < n) append('\0'); splice(n, length(), ""); }
    public int indexOf(String s) { return toString().indexOf(s); }
    public int lastIndexOf(String s) { return toString().lastIndexOf(s); }
    public int capacity() { return length() + 16; }
    public int compareTo(StringBuilder o) { return toString().compareTo(o.toString()); }
}
// package java.util.regex
public final class Pattern {
    public static final int CASE_INSENSITIVE = 2;
    public static final int MULTILINE = 8;
    public static final int DOTALL = 32;
    private final String text;
    private final int flags;
    static native int[] find0(String re, int flags, String text, int from);
    static native void check(String re, int flags);
    private Pattern(String t, int f) { text = t; flags = f; }
    public static Pattern compile(String re) { return compile(re, 0); }
    public static Pattern compile(String re, int flags) { check(re, flags); return new Pattern(re, flags); }
    public Matcher matcher(CharSequence s) { return new Matcher(this, s.toString()); }
    public static boolean matches(String re, CharSequence s) { return compile(re).matcher(s).matches(); }
    public static String quote(String s) { return "\\Q" + s + "\\E"; }
    public String pattern() { return text; }
    public int flags() { return flags; }
    public String toString() { return text; }
    public String[] split(CharSequence s) { return s.toString().split(text); }
    public Predicate<String> asPredicate() { return s -> matcher(s).find(); }
    int[] search(String s, int from) { return find0(text, flags, s, from); }
}
public final class Matcher {
    private final Pattern pattern;
    private final String text;
    private int[] found;
    private int at;
    Matcher(Pattern p, String t) { pattern = p; text = t; }
    public boolean matches() { found = pattern.search(text, -1); return found != null; }
    public boolean find() {
        found = at > text.length() ? null : pattern.search(text, at);
        if (found != null) at = found[1] == found[0] ? found[1] + 1 : found[1];
        return found != null;
    }
    public boolean lookingAt() { found = pattern.search(text, 0); if (found != null && found[0] != 0) found = null; return found != null; }
    public String group() { return group(0); }
    public String group(int n) {
        if (found == null) throw new IllegalStateException("No match found");
        if (n * 2 >= found.length) throw new IndexOutOfBoundsException("No group " + n);
        return found[n * 2] < 0 ? null : text.substring(found[n * 2], found[n * 2 + 1]);
    }
    public int groupCount() { return found == null ? 0 : found.length / 2 - 1; }
    public int start() { return found[0]; }
    public int end() { return found[1]; }
    public Matcher reset() { at = 0; found = null; return this; }
    public String replaceAll(String with) { return replace(with, true); }
    public String replaceFirst(String with) { return replace(with, false); }
    private String replace(String with, boolean all) {
        StringBuilder b = new StringBuilder();
        int last = 0;
        at = 0;
        while (find()) {
            b.append(text.substring(last, start()));
            for (int i = 0; i < with.length(); i++) {
                char c = with.charAt(i);
                if (c == '\\' && i + 1 < with.length()) b.append(with.charAt(++i));
                else if (c == '$' && i + 1 < with.length() && Character.isDigit(with.charAt(i + 1))) { String g = group(with.charAt(++i) - '0'); b.append(g == null ? "" : g); }
                else b.append(c);
            }
            last = end();
            if (!all) break;
        }
        return b.append(text.substring(last)).toString();
    }
}
// package java.nio.charset
public class Charset {
    private final String name;
    Charset(String n) { name = n; }
    public static Charset forName(String n) { return new Charset(n); }
    public static Charset defaultCharset() { return StandardCharsets.UTF_8; }
    public String name() { return name; }
    public String toString() { return name; }
}
public final class StandardCharsets {
    public static final Charset UTF_8 = new Charset("UTF-8");
    public static final Charset US_ASCII = new Charset("US-ASCII");
    public static final Charset ISO_8859_1 = new Charset("ISO-8859-1");
}
