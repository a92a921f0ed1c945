// package java.util
public interface Comparator<T> {
    int compare(T a, T b);
    default Comparator<T> reversed() { return (T a, T b) -> compare(b, a); }
    default Comparator<T> thenComparing(Comparator<? super T> c) { return (T a, T b) -> { int r = compare(a, b); return r != 0 ? r : c.compare(a, b); }; }
    default <U> Comparator<T> thenComparing(Function<? super T, ? extends U> f) { return thenComparing((Comparator<T>) (T a, T b) -> ((Comparable) f.apply(a)).compareTo(f.apply(b))); }
    default Comparator<T> thenComparingInt(ToIntFunction<? super T> f) { return thenComparing((Comparator<T>) (T a, T b) -> Integer.compare(f.applyAsInt(a), f.applyAsInt(b))); }
    static <T> Comparator<T> naturalOrder() { return (a, b) -> ((Comparable) a).compareTo(b); }
    static <T> Comparator<T> reverseOrder() { return (a, b) -> ((Comparable) b).compareTo(a); }
    static <T, U> Comparator<T> comparing(Function<? super T, ? extends U> f) { return (a, b) -> ((Comparable) f.apply(a)).compareTo(f.apply(b)); }
    static <T, U> Comparator<T> comparing(Function<? super T, ? extends U> f, Comparator<? super U> c) { return (a, b) -> c.compare(f.apply(a), f.apply(b)); }
    static <T> Comparator<T> comparingInt(ToIntFunction<? super T> f) { return (a, b) -> Integer.compare(f.applyAsInt(a), f.applyAsInt(b)); }
    static <T> Comparator<T> comparingLong(ToLongFunction<? super T> f) { return (a, b) -> Long.compare(f.applyAsLong(a), f.applyAsLong(b)); }
    static <T> Comparator<T> comparingDouble(ToDoubleFunction<? super T> f) { return (a, b) -> Double.compare(f.applyAsDouble(a), f.applyAsDouble(b)); }
}
public final class Objects {
    public static boolean equals(Object a, Object b) { return a == b || a != null && a.equals(b); }
    public static int hashCode(Object o) { return o == null ? 0 : o.hashCode(); }
    public static int hash(Object... all) { return Arrays.hashCode(all); }
    public static String toString(Object o) { return String.valueOf(o); }
    public static String toString(Object o, String other) { return o == null ? other : o.toString(); }
    public static boolean isNull(Object o) { return o == null; }
    public static boolean nonNull(Object o) { return o != null; }
    public static <T> T requireNonNull(T t) { if (t == null) throw new NullPointerException(); return t; }
    public static <T> T requireNonNull(T t, String m) { if (t == null) throw new NullPointerException(m); return t; }
    public static <T> T requireNonNullElse(T t, T other) { return t != null ? t : other; }
}
public final class Arrays {
    public static <T> List<T> asList(T... a) { return new FixedList<T>(a, true); }
    public static int hashCode(Object[] a) { if (a == null) return 0; int h = 1; for (Object o : a) h = 31 * h + Objects.hashCode(o); return h; }
    private static String show(Object a) { if (a == null) return "null"; Object[] all = (Object[]) a; StringBuilder b = new StringBuilder("["); for (int i = 0; i < all.length; i++) { if (i > 0) b.append(", "); b.append(String.valueOf(all[i])); } return b.append("]").toString(); }
    public static String toString(Object[] a) { return show(a); }
    public static String toString(int[] a) { return show(a); }
    public static String toString(long[] a) { return show(a); }
    public static String toString(double[] a) { return show(a); }
    public static String toString(float[] a) { return show(a); }
    public static String toString(boolean[] a) { return show(a); }
    public static String toString(char[] a) { return show(a); }
    public static String toString(byte[] a) { return show(a); }
    public static String deepToString(Object[] a) { StringBuilder b = new StringBuilder("["); for (int i = 0; i < a.length; i++) { if (i > 0) b.append(", "); Object o = a[i]; b.append(o != null && Support.isArray(o) ? deepToString((Object[]) o) : String.valueOf(o)); } return b.append("]").toString(); }
    private static Object copy(Object a, int from, int to) { Object[] old = (Object[]) a; Object made = Support.newLike(a, to - from); int n = Math.min(to, old.length) - from; System.arraycopy(a, from, made, 0, n); return made; }
    public static <T> T[] copyOf(T[] a, int n) { return (T[]) copy(a, 0, n); }
    public static int[] copyOf(int[] a, int n) { return (int[]) copy(a, 0, n); }
    public static byte[] copyOf(byte[] a, int n) { return (byte[]) copy(a, 0, n); }
    public static char[] copyOf(char[] a, int n) { return (char[]) copy(a, 0, n); }
    public static long[] copyOf(long[] a, int n) { return (long[]) copy(a, 0, n); }
    public static double[] copyOf(double[] a, int n) { return (double[]) copy(a, 0, n); }
    public static <T> T[] copyOfRange(T[] a, int from, int to) { return (T[]) copy(a, from, to); }
    public static int[] copyOfRange(int[] a, int from, int to) { return (int[]) copy(a, from, to); }
    public static byte[] copyOfRange(byte[] a, int from, int to) { return (byte[]) copy(a, from, to); }
    public static char[] copyOfRange(char[] a, int from, int to) { return (char[]) copy(a, from, to); }
    public static void fill(Object[] a, Object v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    public static void fill(int[] a, int v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    public static void fill(long[] a, long v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    public static void fill(double[] a, double v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    public static void fill(char[] a, char v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    public static void fill(boolean[] a, boolean v) { for (int i = 0; i < a.length; i++) a[i] = v; }
    private static boolean same(Object a, Object b) { if (a == b) return true; if (a == null || b == null) return false; Object[] x = (Object[]) a; Object[] y = (Object[]) b; if (x.length != y.length) return false; for (int i = 0; i < x.length; i++) if (!Objects.equals(x[i], y[i])) return false; return true; }
    public static boolean equals(Object[] a, Object[] b) { return same(a, b); }
    public static boolean equals(int[] a, int[] b) { return same(a, b); }
    public static boolean equals(char[] a, char[] b) { return same(a, b); }
    public static boolean equals(byte[] a, byte[] b) { return same(a, b); }
    public static void sort(int[] a) { all(a, null); }
    public static void sort(long[] a) { all(a, null); }
    public static void sort(double[] a) { all(a, null); }
    public static void sort(char[] a) { all(a, null); }
    public static void sort(Object[] a) { all(a, null); }
    public static <T> void sort(T[] a, Comparator<? super T> c) { all(a, (Comparator) c); }
    static void sort(Object[] a, int from, int to, Comparator c) { Object[] part = (Object[]) copy(a, from, to); all(part, c); System.arraycopy(part, 0, a, from, to - from); }
    private static void all(Object o, Comparator c) {
        if (c == null) c = Comparator.naturalOrder();
        Object[] a = (Object[]) o; int n = a.length;
        Object[] b = new Object[n]; System.arraycopy(a, 0, b, 0, n);
        merge(b, a, 0, n, c);
    }
    private static void merge(Object[] from, Object[] to, int lo, int hi, Comparator c) {
        if (hi - lo < 2) return;
        int mid = (lo + hi) >>> 1;
        merge(to, from, lo, mid, c); merge(to, from, mid, hi, c);
        int i = lo, j = mid;
        for (int k = lo; k < hi; k++) to[k] = i < mid && (j >= hi || c.compare(from[i], from[j]) <= 0) ? from[i++] : from[j++];
    }
    public static <T> Stream<T> stream(T[] a) { return new Stream<T>(a.clone()); }
    public static IntStream stream(int[] a) { return IntStream.of(a); }
    public static DoubleStream stream(double[] a) { return DoubleStream.of(a); }
    public static int binarySearch(int[] a, int v) { int lo = 0, hi = a.length - 1; while (lo <= hi) { int m = (lo + hi) >>> 1; if (a[m] < v) lo = m + 1; else if (a[m] > v) hi = m - 1; else return m; } return -lo - 1; }
}
public class Collections {
    public static <T> void sort(List<T> l) { l.sort(null); }
    public static <T> void sort(List<T> l, Comparator<? super T> c) { l.sort(c); }
    public static void reverse(List<?> l) { List x = (List) l; for (int i = 0, j = x.size() - 1; i < j; i++, j--) { Object t = x.get(i); x.set(i, x.get(j)); x.set(j, t); } }
    public static void swap(List<?> l, int i, int j) { List x = (List) l; Object t = x.get(i); x.set(i, x.get(j)); x.set(j, t); }
    public static <T> T max(Collection<? extends T> c) { return (T) c.stream().max(Comparator.naturalOrder()).get(); }
    public static <T> T min(Collection<? extends T> c) { return (T) c.stream().min(Comparator.naturalOrder()).get(); }
    public static <T> Comparator<T> reverseOrder() { return Comparator.reverseOrder(); }
    public static <T> List<T> emptyList() { return List.of(); }
    public static <K, V> Map<K, V> emptyMap() { return Map.of(); }
    public static <T> Set<T> emptySet() { return Set.of(); }
    public static <T> List<T> singletonList(T t) { return List.of(t); }
    public static <T> List<T> nCopies(int n, T t) { List<T> l = new ArrayList<>(); for (int i = 0; i < n; i++) l.add(t); return l; }
    public static <T> List<T> unmodifiableList(List<? extends T> l) { return new FixedList<T>((T[]) l.toArray(), false); }
    public static <T> Set<T> unmodifiableSet(Set<? extends T> s) { LinkedHashSet<T> m = new LinkedHashSet<>(); for (Object o : s) m.add((T) o); m.fixed = true; return m; }
    public static <K, V> Map<K, V> unmodifiableMap(Map<? extends K, ? extends V> o) { return Map.copyOf(o); }
    public static <T> List<T> synchronizedList(List<T> l) { return l; }
    public static <K, V> Map<K, V> synchronizedMap(Map<K, V> m) { return m; }
    public static <T> boolean addAll(Collection<? super T> c, T... all) { boolean any = false; for (T t : all) if (((Collection) c).add(t)) any = true; return any; }
    public static int frequency(Collection<?> c, Object o) { int n = 0; for (Object x : c) if (Objects.equals(x, o)) n++; return n; }
}
public final class Optional<T> {
    private final T value;
    private Optional(T v) { value = v; }
    public static <T> Optional<T> of(T v) { return new Optional<T>(Objects.requireNonNull(v)); }
    public static <T> Optional<T> ofNullable(T v) { return new Optional<T>(v); }
    public static <T> Optional<T> empty() { return new Optional<T>(null); }
    public T get() { if (value == null) throw new NoSuchElementException("No value present"); return value; }
    public T orElseThrow() { return get(); }
    public <X extends Throwable> T orElseThrow(Supplier<? extends X> s) { if (value == null) throw (RuntimeException) (Object) s.get(); return value; }
    public boolean isPresent() { return value != null; }
    public boolean isEmpty() { return value == null; }
    public T orElse(T other) { return value != null ? value : other; }
    public T orElseGet(Supplier<? extends T> s) { return value != null ? value : s.get(); }
    public void ifPresent(Consumer<? super T> c) { if (value != null) c.accept(value); }
    public void ifPresentOrElse(Consumer<? super T> c, Runnable r) { if (value != null) c.accept(value); else r.run(); }
    public <U> Optional<U> map(Function<? super T, ? extends U> f) { return value == null ? (Optional<U>) (Object) this : Optional.ofNullable((U) f.apply(value)); }
    public <U> Optional<U> flatMap(Function<? super T, Optional<U>> f) { return value == null ? (Optional<U>) (Object) this : f.apply(value); }
    public Optional<T> filter(Predicate<? super T> p) { return value == null || p.test(value) ? this : Optional.<T>empty(); }
    public String toString() { return value == null ? "Optional.empty" : "Optional[" + value + "]"; }
    public boolean equals(Object o) { return o instanceof Optional && Objects.equals(value, ((Optional) o).orElse(null)); }
    public int hashCode() { return Objects.hashCode(value); }
}
public final class OptionalInt {
    private final boolean is; private final int value;
    OptionalInt(boolean i, int v) { is = i; value = v; }
    public int getAsInt() { if (!is) throw new NoSuchElementException("No value present"); return value; }
    public boolean isPresent() { return is; }
    public int orElse(int o) { return is ? value : o; }
    public String toString() { return is ? "OptionalInt[" + value + "]" : "OptionalInt.empty"; }
}
public final class OptionalDouble {
    private final boolean is; private final double value;
    OptionalDouble(boolean i, double v) { is = i; value = v; }
    public double getAsDouble() { if (!is) throw new NoSuchElementException("No value present"); return value; }
    public boolean isPresent() { return is; }
    public double orElse(double o) { return is ? value : o; }
    public String toString() { return is ? "OptionalDouble[" + value + "]" : "OptionalDouble.empty"; }
}
public class Random {
    private long seed;
    public Random() { this(Support.random()); }
    public Random(long s) { seed = (s ^ 0x5DEECE66DL) & ((1L << 48) - 1); }
    int next(int bits) { seed = (seed * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1); return (int) (seed >>> (48 - bits)); }
    public int nextInt() { return next(32); }
    public int nextInt(int bound) {
        if (bound <= 0) throw new IllegalArgumentException("bound must be positive");
        int r = next(31); int m = bound - 1;
        if ((bound & m) == 0) return (int) (((long) bound * (long) r) >> 31);
        int u = r;
        while (u - (r = u % bound) + m < 0) u = next(31);
        return r;
    }
    public int nextInt(int a, int b) { return a + nextInt(b - a); }
    public long nextLong() { return ((long) next(32) << 32) + (long) next(32); }
    public boolean nextBoolean() { return next(1) != 0; }
    public double nextDouble() { return (double) (((long) next(26) << 27) + (long) next(27)) * 1.1102230246251565E-16; }
}
public final class UUID {
    private final String text;
    private UUID(String t) { text = t; }
    public static UUID randomUUID() {
        String a = Long.toHexString(Support.random() | (1L << 63)); String b = Long.toHexString(Support.random() | (1L << 63));
        return new UUID(a.substring(0, 8) + "-" + a.substring(8, 12) + "-4" + a.substring(13) + "-a" + b.substring(1, 4) + "-" + b.substring(4));
    }
    public String toString() { return text; }
}
public final class Locale {
    public static final Locale US = new Locale();
    public static final Locale ENGLISH = US;
    public static final Locale ROOT = US;
    public static Locale getDefault() { return US; }
}
public class StringJoiner {
    private final String sep, pre, post; private final List<String> parts = new ArrayList<>();
    public StringJoiner(CharSequence s) { this(s, "", ""); }
    public StringJoiner(CharSequence s, CharSequence a, CharSequence b) { sep = s.toString(); pre = a.toString(); post = b.toString(); }
    public StringJoiner add(CharSequence s) { parts.add(String.valueOf(s)); return this; }
    public String toString() { return pre + String.join(sep, parts) + post; }
}
public final class Scanner implements AutoCloseable {
    private final BufferedReader in; private String line; private int at;
    public Scanner(InputStream s) { in = new BufferedReader(new InputStreamReader(s)); }
    public Scanner(String s) { in = new BufferedReader(new StringReader(s)); }
    private boolean fill() { try { while (line == null || at > line.length()) { line = in.readLine(); at = 0; if (line == null) return false; } return true; } catch (IOException e) { return false; } }
    public boolean hasNextLine() { return fill(); }
    public String nextLine() { if (!fill()) throw new NoSuchElementException("No line found"); String s = line.substring(at); line = null; return s; }
    private boolean token() { while (fill()) { while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++; if (at < line.length()) return true; line = null; } return false; }
    private String look() { int e = at; while (e < line.length() && !Character.isWhitespace(line.charAt(e))) e++; return line.substring(at, e); }
    public boolean hasNext() { return token(); }
    public boolean hasNextInt() { if (!token()) return false; try { Integer.parseInt(look()); return true; } catch (NumberFormatException e) { return false; } }
    public String next() { if (!token()) throw new NoSuchElementException(); String s = look(); at += s.length(); return s; }
    public int nextInt() { if (!token()) throw new NoSuchElementException(); String s = look(); try { int v = Integer.parseInt(s); at += s.length(); return v; } catch (NumberFormatException e) { throw new InputMismatchException("For input string: \"" + s + "\""); } }
    public long nextLong() { return Long.parseLong(next()); }
    public double nextDouble() { return Double.parseDouble(next()); }
    public boolean nextBoolean() { return Boolean.parseBoolean(next()); }
    public void close() { }
}
