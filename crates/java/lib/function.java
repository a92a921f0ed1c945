// package java.util.function
public interface Function<T, R> {
    R apply(T t);
    default <V> Function<T, V> andThen(Function<? super R, ? extends V> g) { return (T t) -> g.apply(apply(t)); }
    default <V> Function<V, R> compose(Function<? super V, ? extends T> g) { return (V v) -> apply(g.apply(v)); }
    static <T> Function<T, T> identity() { return t -> t; }
}
public interface BiFunction<T, U, R> {
    R apply(T t, U u);
    default <V> BiFunction<T, U, V> andThen(Function<? super R, ? extends V> g) { return (T t, U u) -> g.apply(apply(t, u)); }
}
public interface Supplier<T> {
    T get();
}
public interface Consumer<T> {
    void accept(T t);
    default Consumer<T> andThen(Consumer<? super T> g) { return (T t) -> { accept(t); g.accept(t); }; }
}
public interface BiConsumer<T, U> {
    void accept(T t, U u);
}
public interface Predicate<T> {
    boolean test(T t);
    default Predicate<T> and(Predicate<? super T> g) { return (T t) -> test(t) && g.test(t); }
    default Predicate<T> or(Predicate<? super T> g) { return (T t) -> test(t) || g.test(t); }
    default Predicate<T> negate() { return (T t) -> !test(t); }
    static <T> Predicate<T> not(Predicate<? super T> p) { return (T t) -> !p.test(t); }
}
public interface BiPredicate<T, U> {
    boolean test(T t, U u);
}
public interface UnaryOperator<T> extends Function<T, T> {
    static <T> UnaryOperator<T> identity() { return t -> t; }
}
public interface BinaryOperator<T> extends BiFunction<T, T, T> {
}
public interface IntFunction<R> {
    R apply(int v);
}
public interface IntPredicate {
    boolean test(int v);
}
public interface IntUnaryOperator {
    int applyAsInt(int v);
}
public interface IntBinaryOperator {
    int applyAsInt(int a, int b);
}
public interface IntConsumer {
    void accept(int v);
}
public interface IntSupplier {
    int getAsInt();
}
public interface LongSupplier {
    long getAsLong();
}
public interface DoubleSupplier {
    double getAsDouble();
}
public interface BooleanSupplier {
    boolean getAsBoolean();
}
public interface IntToDoubleFunction {
    double applyAsDouble(int v);
}
public interface IntToLongFunction {
    long applyAsLong(int v);
}
public interface LongUnaryOperator {
    long applyAsLong(long v);
}
public interface LongBinaryOperator {
    long applyAsLong(long a, long b);
}
public interface LongFunction<R> {
    R apply(long v);
}
public interface LongPredicate {
    boolean test(long v);
}
public interface DoubleUnaryOperator {
    double applyAsDouble(double v);
}
public interface DoubleBinaryOperator {
    double applyAsDouble(double a, double b);
}
public interface DoubleFunction<R> {
    R apply(double v);
}
public interface DoublePredicate {
    boolean test(double v);
}
public interface ToIntFunction<T> {
    int applyAsInt(T t);
}
public interface ToLongFunction<T> {
    long applyAsLong(T t);
}
public interface ToDoubleFunction<T> {
    double applyAsDouble(T t);
}
public interface ToIntBiFunction<T, U> {
    int applyAsInt(T t, U u);
}
public interface ObjIntConsumer<T> {
    void accept(T t, int v);
}
