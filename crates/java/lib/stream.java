// package java.util.stream
public class Stream<T> {
    final Object[] all;
    Stream(Object[] a) { all = a; }
    Stream(List l) { all = l.toArray(); }
    public static <T> Stream<T> of(T... a) { return new Stream<T>(a.clone()); }
    public static <T> Stream<T> empty() { return new Stream<T>(new Object[0]); }
    public static <T> Stream<T> concat(Stream<? extends T> a, Stream<? extends T> b) { List l = new ArrayList(); for (Object o : a.all) l.add(o); for (Object o : b.all) l.add(o); return new Stream<T>(l); }
    public static <T> Endless<T> iterate(T seed, UnaryOperator<T> f) { return new Endless<T>(seed, f, null); }
    public static <T> Stream<T> iterate(T seed, Predicate<? super T> p, UnaryOperator<T> f) { List<T> l = new ArrayList<>(); for (T t = seed; p.test(t); t = f.apply(t)) l.add(t); return new Stream<T>(l); }
    public static <T> Endless<T> generate(Supplier<? extends T> s) { return new Endless<T>(null, null, s); }
    public Stream<T> filter(Predicate<? super T> p) { List l = new ArrayList(); for (Object o : all) if (p.test((T) o)) l.add(o); return new Stream<T>(l); }
    public <R> Stream<R> map(Function<? super T, ? extends R> f) { Object[] made = new Object[all.length]; for (int i = 0; i < made.length; i++) made[i] = f.apply((T) all[i]); return new Stream<R>(made); }
    public <R> Stream<R> flatMap(Function<? super T, Stream<? extends R>> f) { List l = new ArrayList(); for (Object o : all) for (Object x : f.apply((T) o).all) l.add(x); return new Stream<R>(l); }
    public IntStream mapToInt(ToIntFunction<? super T> f) { int[] a = new int[all.length]; for (int i = 0; i < a.length; i++) a[i] = f.applyAsInt((T) all[i]); return IntStream.of(a); }
    public DoubleStream mapToDouble(ToDoubleFunction<? super T> f) { double[] a = new double[all.length]; for (int i = 0; i < a.length; i++) a[i] = f.applyAsDouble((T) all[i]); return DoubleStream.of(a); }
    public LongStream mapToLong(ToLongFunction<? super T> f) { long[] a = new long[all.length]; for (int i = 0; i < a.length; i++) a[i] = f.applyAsLong((T) all[i]); return new LongStream(a); }
    public Stream<T> sorted() { Object[] a = all.clone(); Arrays.sort(a); return new Stream<T>(a); }
    public Stream<T> sorted(Comparator<? super T> c) { Object[] a = all.clone(); Arrays.sort(a, (Comparator) c); return new Stream<T>(a); }
    public Stream<T> distinct() { return new Stream<T>(new LinkedHashSet(Arrays.asList(all)).toArray()); }
    public Stream<T> limit(long n) { return new Stream<T>(Arrays.copyOfRange(all, 0, (int) Math.min(n, (long) all.length))); }
    public Stream<T> skip(long n) { return new Stream<T>(Arrays.copyOfRange(all, (int) Math.min(n, (long) all.length), all.length)); }
    public Stream<T> peek(Consumer<? super T> c) { for (Object o : all) c.accept((T) o); return this; }
    public Stream<T> takeWhile(Predicate<? super T> p) { int n = 0; while (n < all.length && p.test((T) all[n])) n++; return limit((long) n); }
    public Stream<T> dropWhile(Predicate<? super T> p) { int n = 0; while (n < all.length && p.test((T) all[n])) n++; return skip((long) n); }
    public Stream<T> parallel() { return this; }
    public Stream<T> sequential() { return this; }
    public void forEach(Consumer<? super T> c) { for (Object o : all) c.accept((T) o); }
    public void forEachOrdered(Consumer<? super T> c) { forEach(c); }
    public List<T> toList() { return new FixedList<T>((T[]) all.clone(), false); }
    public Object[] toArray() { return all.clone(); }
    public <A> A[] toArray(IntFunction<A[]> f) { A[] a = f.apply(all.length); for (int i = 0; i < all.length; i++) a[i] = (A) all[i]; return a; }
    public long count() { return (long) all.length; }
    public boolean anyMatch(Predicate<? super T> p) { for (Object o : all) if (p.test((T) o)) return true; return false; }
    public boolean allMatch(Predicate<? super T> p) { for (Object o : all) if (!p.test((T) o)) return false; return true; }
    public boolean noneMatch(Predicate<? super T> p) { return !anyMatch(p); }
    public Optional<T> findFirst() { return all.length == 0 ? Optional.<T>empty() : Optional.of((T) all[0]); }
    public Optional<T> findAny() { return findFirst(); }
    public Optional<T> max(Comparator<? super T> c) { if (all.length == 0) return Optional.empty(); T m = (T) all[0]; for (Object o : all) if (c.compare((T) o, m) > 0) m = (T) o; return Optional.of(m); }
    public Optional<T> min(Comparator<? super T> c) { if (all.length == 0) return Optional.empty(); T m = (T) all[0]; for (Object o : all) if (c.compare((T) o, m) < 0) m = (T) o; return Optional.of(m); }
    public T reduce(T first, BinaryOperator<T> f) { T t = first; for (Object o : all) t = f.apply(t, (T) o); return t; }
    public Optional<T> reduce(BinaryOperator<T> f) { if (all.length == 0) return Optional.empty(); T t = (T) all[0]; for (int i = 1; i < all.length; i++) t = f.apply(t, (T) all[i]); return Optional.of(t); }
    public <R, A> R collect(Collector<? super T, A, R> c) { return (R) ((Collector) c).run(all); }
    public Iterator<T> iterator() { return (Iterator<T>) Arrays.asList((T[]) all).iterator(); }
}
public class Endless<T> {
    private final T seed; private final UnaryOperator<T> f; private final Supplier<? extends T> s;
    Endless(T seed, UnaryOperator<T> f, Supplier<? extends T> s) { this.seed = seed; this.f = f; this.s = s; }
    public Stream<T> limit(long n) { List<T> l = new ArrayList<>(); T t = seed; for (long i = 0; i < n; i++) { if (s != null) l.add(s.get()); else { l.add(t); if (i + 1 < n) t = f.apply(t); } } return new Stream<T>(l); }
}
public class Collector<T, A, R> {
    final Function<Object[], R> work;
    Collector(Function<Object[], R> w) { work = w; }
    R run(Object[] all) { return work.apply(all); }
}
public final class Collectors {
    public static <T> Collector<T, Object, List<T>> toList() { return new Collector<T, Object, List<T>>(a -> new ArrayList(Arrays.asList(a))); }
    public static <T> Collector<T, Object, List<T>> toUnmodifiableList() { return new Collector<T, Object, List<T>>(a -> List.of(a)); }
    public static <T> Collector<T, Object, Set<T>> toSet() { return new Collector<T, Object, Set<T>>(a -> { Set s = new HashSet(); for (Object o : a) s.add(o); return s; }); }
    public static <T, C extends Collection<T>> Collector<T, Object, C> toCollection(Supplier<C> f) { return new Collector<T, Object, C>(a -> { Collection c = (Collection) f.get(); for (Object o : a) c.add(o); return c; }); }
    public static Collector<CharSequence, Object, String> joining() { return joining("", "", ""); }
    public static Collector<CharSequence, Object, String> joining(CharSequence s) { return joining(s, "", ""); }
    public static Collector<CharSequence, Object, String> joining(CharSequence s, CharSequence p, CharSequence q) { return new Collector<CharSequence, Object, String>(a -> p + String.join(s, (List) Arrays.asList(a)) + q); }
    public static <T> Collector<T, Object, Long> counting() { return new Collector<T, Object, Long>(a -> (long) a.length); }
    public static <T, K> Collector<T, Object, Map<K, List<T>>> groupingBy(Function<? super T, ? extends K> f) { return (Collector) grouping(f, new HashMap(), toList()); }
    public static <T, K, A, D> Collector<T, Object, Map<K, D>> groupingBy(Function<? super T, ? extends K> f, Collector<? super T, A, D> c) { return (Collector) grouping(f, new HashMap(), c); }
    public static <T, K, A, D, M> Collector<T, Object, M> groupingBy(Function<? super T, ? extends K> f, Supplier<M> s, Collector<? super T, A, D> c) { return (Collector) grouping(f, s.get(), c); }
    private static Object grouping(Object fn, Object into, Object down) {
        Function f = (Function) fn; Map out = (Map) into; Collector c = (Collector) down;
        return new Collector(all -> {
            Map m = new LinkedHashMap();
            for (Object o : (Object[]) all) { Object k = f.apply(o); List l = (List) m.get(k); if (l == null) { l = new ArrayList(); m.put(k, l); } l.add(o); }
            for (Object k : m.keySet()) out.put(k, c.run(((List) m.get(k)).toArray()));
            return out;
        });
    }
    public static <T> Collector<T, Object, Map<Boolean, List<T>>> partitioningBy(Predicate<? super T> p) { return new Collector<T, Object, Map<Boolean, List<T>>>(a -> { Map m = new LinkedHashMap(); m.put(false, new ArrayList()); m.put(true, new ArrayList()); for (Object o : a) ((List) m.get(p.test((T) o))).add(o); return m; }); }
    public static <T, K, U> Collector<T, Object, Map<K, U>> toMap(Function<? super T, ? extends K> f, Function<? super T, ? extends U> g) { return new Collector<T, Object, Map<K, U>>(a -> { Map m = new HashMap(); for (Object o : a) { Object k = f.apply((T) o); if (m.containsKey(k)) throw new IllegalStateException("Duplicate key " + k + " (attempted merging values " + m.get(k) + " and " + g.apply((T) o) + ")"); m.put(k, g.apply((T) o)); } return m; }); }
    public static <T, U, A, R> Collector<T, Object, R> mapping(Function<? super T, ? extends U> f, Collector<? super U, A, R> c) { return new Collector<T, Object, R>(a -> { Object[] m = new Object[a.length]; for (int i = 0; i < m.length; i++) m[i] = f.apply((T) a[i]); return ((Collector) c).run(m); }); }
    public static <T> Collector<T, Object, Integer> summingInt(ToIntFunction<? super T> f) { return new Collector<T, Object, Integer>(a -> { int n = 0; for (Object o : a) n += f.applyAsInt((T) o); return n; }); }
    public static <T> Collector<T, Object, Double> averagingInt(ToIntFunction<? super T> f) { return new Collector<T, Object, Double>(a -> { double n = 0.0; for (Object o : a) n += f.applyAsInt((T) o); return a.length == 0 ? 0.0 : n / a.length; }); }
    public static <T> Collector<T, Object, Double> averagingDouble(ToDoubleFunction<? super T> f) { return new Collector<T, Object, Double>(a -> { double n = 0.0; for (Object o : a) n += f.applyAsDouble((T) o); return a.length == 0 ? 0.0 : n / a.length; }); }
}
public class IntStream {
    final int[] all;
    IntStream(int[] a) { all = a; }
    public static IntStream of(int... a) { return new IntStream(a.clone()); }
    public static IntStream range(int a, int b) { int[] made = new int[b > a ? b - a : 0]; for (int i = 0; i < made.length; i++) made[i] = a + i; return new IntStream(made); }
    public static IntStream rangeClosed(int a, int b) { return range(a, b + 1); }
    public IntStream filter(IntPredicate p) { int[] m = new int[all.length]; int n = 0; for (int v : all) if (p.test(v)) m[n++] = v; return new IntStream(Arrays.copyOf(m, n)); }
    public IntStream map(IntUnaryOperator f) { int[] m = new int[all.length]; for (int i = 0; i < m.length; i++) m[i] = f.applyAsInt(all[i]); return new IntStream(m); }
    public <R> Stream<R> mapToObj(IntFunction<? extends R> f) { Object[] m = new Object[all.length]; for (int i = 0; i < m.length; i++) m[i] = f.apply(all[i]); return new Stream<R>(m); }
    public DoubleStream mapToDouble(IntToDoubleFunction f) { double[] m = new double[all.length]; for (int i = 0; i < m.length; i++) m[i] = f.applyAsDouble(all[i]); return new DoubleStream(m); }
    public LongStream asLongStream() { long[] m = new long[all.length]; for (int i = 0; i < m.length; i++) m[i] = all[i]; return new LongStream(m); }
    public Stream<Integer> boxed() { Object[] m = new Object[all.length]; for (int i = 0; i < m.length; i++) m[i] = all[i]; return new Stream<Integer>(m); }
    public IntStream sorted() { int[] m = all.clone(); Arrays.sort(m); return new IntStream(m); }
    public IntStream limit(long n) { return new IntStream(Arrays.copyOf(all, (int) Math.min(n, (long) all.length))); }
    public IntStream distinct() { return boxed().distinct().mapToInt(i -> (int) (Object) i); }
    public IntStream parallel() { return this; }
    public int sum() { int n = 0; for (int v : all) n += v; return n; }
    public long count() { return (long) all.length; }
    public OptionalDouble average() { return new OptionalDouble(all.length > 0, all.length == 0 ? 0.0 : (double) asLongStream().sum() / all.length); }
    public OptionalInt max() { int m = all.length == 0 ? 0 : all[0]; for (int v : all) if (v > m) m = v; return new OptionalInt(all.length > 0, m); }
    public OptionalInt min() { int m = all.length == 0 ? 0 : all[0]; for (int v : all) if (v < m) m = v; return new OptionalInt(all.length > 0, m); }
    public void forEach(IntConsumer c) { for (int v : all) c.accept(v); }
    public int reduce(int first, IntBinaryOperator f) { int t = first; for (int v : all) t = f.applyAsInt(t, v); return t; }
    public boolean anyMatch(IntPredicate p) { for (int v : all) if (p.test(v)) return true; return false; }
    public boolean allMatch(IntPredicate p) { for (int v : all) if (!p.test(v)) return false; return true; }
    public boolean noneMatch(IntPredicate p) { return !anyMatch(p); }
    public int[] toArray() { return all.clone(); }
}
public class LongStream {
    final long[] all;
    LongStream(long[] a) { all = a; }
    public static LongStream rangeClosed(long a, long b) { long[] m = new long[(int) (b - a + 1)]; for (int i = 0; i < m.length; i++) m[i] = a + i; return new LongStream(m); }
    public long sum() { long n = 0; for (long v : all) n += v; return n; }
    public long reduce(long first, LongBinaryOperator f) { long t = first; for (long v : all) t = f.applyAsLong(t, v); return t; }
    public long[] toArray() { return all.clone(); }
}
public class DoubleStream {
    final double[] all;
    DoubleStream(double[] a) { all = a; }
    public static DoubleStream of(double... a) { return new DoubleStream(a.clone()); }
    public double sum() { double n = 0.0; for (double v : all) n += v; return n; }
    public OptionalDouble average() { return new OptionalDouble(all.length > 0, all.length == 0 ? 0.0 : sum() / all.length); }
    public OptionalDouble max() { double m = all.length == 0 ? 0.0 : all[0]; for (double v : all) if (v > m) m = v; return new OptionalDouble(all.length > 0, m); }
    public OptionalDouble min() { double m = all.length == 0 ? 0.0 : all[0]; for (double v : all) if (v < m) m = v; return new OptionalDouble(all.length > 0, m); }
    public DoubleStream map(DoubleUnaryOperator f) { double[] m = new double[all.length]; for (int i = 0; i < m.length; i++) m[i] = f.applyAsDouble(all[i]); return new DoubleStream(m); }
    public double[] toArray() { return all.clone(); }
}
