// package java.lang
public class Object {
    public native int hashCode();
    public boolean equals(Object o) { return this == o; }
    native String className();
    public String toString() { return className() + "@" + Integer.toHexString(hashCode()); }
    public native Class getClass();
    public native void notify();
    public native void notifyAll();
    public native Object wait(long millis) throws InterruptedException;
    public final void wait() throws InterruptedException { wait(0L); }
}
public class Class<T> {
    public native String getName();
    public native String getSimpleName();
    public native boolean isInstance(Object o);
    public native boolean isInterface();
    native Object enumConstants();
    public T[] getEnumConstants() { return (T[]) enumConstants(); }
    public T cast(Object o) { return (T) o; }
    public String getPackageName() { String n = getName(); int i = n.lastIndexOf('.'); return i < 0 ? "" : n.substring(0, i); }
    public static native Class forName(String name) throws ClassNotFoundException;
    public String toString() { return (isInterface() ? "interface " : "class ") + getName(); }
}
public interface Comparable<T> {
    int compareTo(T o);
}
public interface Runnable {
    void run();
}
public interface AutoCloseable {
    void close() throws Exception;
}
public interface Cloneable {
}
public interface Iterable<T> {
    Iterator<T> iterator();
    default void forEach(Consumer<? super T> action) { for (T t : this) action.accept(t); }
}
public @interface Override {
}
public @interface FunctionalInterface {
}
public @interface SuppressWarnings {
    String[] value();
}
public @interface Deprecated {
}
public @interface SafeVarargs {
}
public abstract class Enum<E> implements Comparable<E> {
    String name;
    int ordinal;
    public final String name() { return name; }
    public final int ordinal() { return ordinal; }
    public String toString() { return name; }
    public final int compareTo(E o) { return ordinal - ((Enum) o).ordinal; }
    public final Class getDeclaringClass() { return getClass(); }
    static Object find(Object[] all, String name, Class c) {
        if (name == null) throw new NullPointerException("Name is null");
        for (Object o : all) if (((Enum) o).name.equals(name)) return o;
        throw new IllegalArgumentException("No enum constant " + c.getName().replace('$', '.') + "." + name);
    }
}
public abstract class Record {
}
public abstract class Number {
    public abstract int intValue();
    public abstract long longValue();
    public abstract double doubleValue();
    public float floatValue() { return (float) doubleValue(); }
    public short shortValue() { return (short) intValue(); }
    public byte byteValue() { return (byte) intValue(); }
}
public final class Integer extends Number implements Comparable<Integer> {
    public static final int MAX_VALUE = 2147483647;
    public static final int MIN_VALUE = -2147483648;
    public static final int SIZE = 32;
    public static final int BYTES = 4;
    public int intValue() { return (int) (Object) this; }
    public long longValue() { return (long) (int) (Object) this; }
    public double doubleValue() { return (double) (int) (Object) this; }
    public int hashCode() { return (int) (Object) this; }
    public static int hashCode(int v) { return v; }
    public boolean equals(Object o) { return o instanceof Integer && (int) o == (int) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Integer o) { return compare((int) (Object) this, (int) (Object) o); }
    public static int compare(int a, int b) { return a < b ? -1 : a == b ? 0 : 1; }
    public static String toString(int v) { return String.plain(v); }
    public static String toString(int v, int radix) { return Long.toString((long) v, radix); }
    public static Integer valueOf(int v) { return v; }
    public static Integer valueOf(String s) { return parseInt(s); }
    public static int parseInt(String s) { return parseInt(s, 10); }
    public static int parseInt(String s, int radix) {
        if (s == null) throw new NumberFormatException("Cannot parse null string");
        long v = Long.parse(s, radix, 2147483647L);
        return (int) v;
    }
    public static int max(int a, int b) { return a > b ? a : b; }
    public static int min(int a, int b) { return a < b ? a : b; }
    public static int sum(int a, int b) { return a + b; }
    public static int signum(int a) { return a > 0 ? 1 : a < 0 ? -1 : 0; }
    public static int abs(int a) { return a < 0 ? -a : a; }
    public static String toHexString(int v) { return Long.unsigned((long) v & 0xffffffffL, 4); }
    public static String toBinaryString(int v) { return Long.unsigned((long) v & 0xffffffffL, 1); }
    public static String toOctalString(int v) { return Long.unsigned((long) v & 0xffffffffL, 3); }
    public static int bitCount(int v) { int n = 0; while (v != 0) { v &= v - 1; n++; } return n; }
    public static int reverse(int v) { int r = 0; for (int i = 0; i < 32; i++) { r = (r << 1) | (v & 1); v >>>= 1; } return r; }
}
public final class Long extends Number implements Comparable<Long> {
    public static final long MAX_VALUE = 9223372036854775807L;
    public static final long MIN_VALUE = -9223372036854775808L;
    public static final int BYTES = 8;
    public int intValue() { return (int) (long) (Object) this; }
    public long longValue() { return (long) (Object) this; }
    public double doubleValue() { return (double) (long) (Object) this; }
    public int hashCode() { return hashCode((long) (Object) this); }
    public static int hashCode(long v) { return (int) (v ^ (v >>> 32)); }
    public boolean equals(Object o) { return o instanceof Long && (long) o == (long) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Long o) { return compare((long) (Object) this, (long) (Object) o); }
    public static int compare(long a, long b) { return a < b ? -1 : a == b ? 0 : 1; }
    public static String toString(long v) { return String.plain(v); }
    public static String toString(long v, int radix) {
        if (v == 0) return "0";
        StringBuilder b = new StringBuilder();
        boolean neg = v < 0;
        while (v != 0) { int d = (int) (v % radix); if (d < 0) d = -d; b.append(Character.forDigit(d, radix)); v /= radix; }
        if (neg) b.append('-');
        return b.reverse().toString();
    }
    static String unsigned(long v, int shift) {
        if (v == 0) return "0";
        StringBuilder b = new StringBuilder();
        while (v != 0) { b.append(Character.forDigit((int) (v & ((1 << shift) - 1)), 16)); v >>>= shift; }
        return b.reverse().toString();
    }
    public static String toHexString(long v) { return unsigned(v, 4); }
    public static String toBinaryString(long v) { return unsigned(v, 1); }
    public static Long valueOf(long v) { return v; }
    public static Long valueOf(String s) { return parseLong(s); }
    public static long parseLong(String s) { return parse(s, 10, MAX_VALUE); }
    static long parse(String s, int radix, long max) {
        if (s == null) throw new NumberFormatException("Cannot parse null string");
        String tail = radix != 10 ? " under radix " + radix : "";
        if (s.isEmpty()) throw new NumberFormatException("For input string: \"\"" + tail);
        int i = 0; boolean neg = false;
        if (s.charAt(0) == '-' || s.charAt(0) == '+') { neg = s.charAt(0) == '-'; i = 1; }
        if (i == s.length()) throw new NumberFormatException("For input string: \"" + s + "\"" + tail);
        long v = 0; long least = neg ? -max - 1 : -max;
        for (; i < s.length(); i++) {
            int d = Character.digit(s.charAt(i), radix);
            if (d < 0 || v < (least + d) / radix && v * radix - d < least || v < least / radix) throw new NumberFormatException("For input string: \"" + s + "\"" + tail);
            long next = v * radix - d;
            if (next < least || next > v && v != 0) throw new NumberFormatException("For input string: \"" + s + "\"" + tail);
            v = next;
        }
        return neg ? v : -v;
    }
    public static long max(long a, long b) { return a > b ? a : b; }
    public static long min(long a, long b) { return a < b ? a : b; }
    public static long sum(long a, long b) { return a + b; }
    public static int bitCount(long v) { int n = 0; while (v != 0) { v &= v - 1; n++; } return n; }
}
public final class Short extends Number implements Comparable<Short> {
    public static final short MAX_VALUE = 32767;
    public static final short MIN_VALUE = -32768;
    public int intValue() { return (int) (short) (Object) this; }
    public long longValue() { return (long) (short) (Object) this; }
    public double doubleValue() { return (double) (short) (Object) this; }
    public int hashCode() { return intValue(); }
    public boolean equals(Object o) { return o instanceof Short && (short) o == (short) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Short o) { return intValue() - o.intValue(); }
    public static Short valueOf(short v) { return v; }
    public static short parseShort(String s) { return (short) Integer.parseInt(s); }
}
public final class Byte extends Number implements Comparable<Byte> {
    public static final byte MAX_VALUE = 127;
    public static final byte MIN_VALUE = -128;
    public int intValue() { return (int) (byte) (Object) this; }
    public long longValue() { return (long) (byte) (Object) this; }
    public double doubleValue() { return (double) (byte) (Object) this; }
    public int hashCode() { return intValue(); }
    public boolean equals(Object o) { return o instanceof Byte && (byte) o == (byte) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Byte o) { return intValue() - o.intValue(); }
    public static Byte valueOf(byte v) { return v; }
}
public final class Double extends Number implements Comparable<Double> {
    public static final double MAX_VALUE = 1.7976931348623157E308;
    public static final double MIN_VALUE = 4.9E-324;
    public static final double POSITIVE_INFINITY = 1.0 / 0.0;
    public static final double NEGATIVE_INFINITY = -1.0 / 0.0;
    public static final double NaN = 0.0 / 0.0;
    public int intValue() { return (int) (double) (Object) this; }
    public long longValue() { return (long) (double) (Object) this; }
    public double doubleValue() { return (double) (Object) this; }
    static native long bits(double v);
    public static long doubleToLongBits(double v) { return bits(v); }
    public int hashCode() { return Long.hashCode(bits((double) (Object) this)); }
    public static int hashCode(double v) { return Long.hashCode(bits(v)); }
    public boolean equals(Object o) { return o instanceof Double && bits((double) o) == bits((double) (Object) this); }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Double o) { return compare((double) (Object) this, (double) (Object) o); }
    public static int compare(double a, double b) { return a < b ? -1 : a > b ? 1 : Long.compare(bits(a), bits(b)); }
    public static String toString(double v) { return String.plain(v); }
    public static Double valueOf(double v) { return v; }
    public static Double valueOf(String s) { return parseDouble(s); }
    static native double parse(String s);
    public static double parseDouble(String s) { if (s == null) throw new NullPointerException(); return parse(s); }
    public static boolean isNaN(double v) { return v != v; }
    public boolean isNaN() { double v = (double) (Object) this; return v != v; }
    public static boolean isInfinite(double v) { return v == POSITIVE_INFINITY || v == NEGATIVE_INFINITY; }
    public static boolean isFinite(double v) { return !isNaN(v) && !isInfinite(v); }
    public static double max(double a, double b) { return a > b ? a : b; }
    public static double min(double a, double b) { return a < b ? a : b; }
    public static double sum(double a, double b) { return a + b; }
}
public final class Float extends Number implements Comparable<Float> {
    public static final float MAX_VALUE = 3.4028235E38f;
    public int intValue() { return (int) (float) (Object) this; }
    public long longValue() { return (long) (float) (Object) this; }
    public double doubleValue() { return (double) (float) (Object) this; }
    static native int bits(float v);
    public int hashCode() { return bits((float) (Object) this); }
    public boolean equals(Object o) { return o instanceof Float && bits((float) o) == bits((float) (Object) this); }
    public String toString() { return String.plain((Object) this); }
    public int compareTo(Float o) { return compare((float) (Object) this, (float) (Object) o); }
    public static int compare(float a, float b) { return a < b ? -1 : a > b ? 1 : 0; }
    public static Float valueOf(float v) { return v; }
    public static float parseFloat(String s) { return (float) Double.parseDouble(s); }
}
public final class Boolean implements Comparable<Boolean> {
    public static final Boolean TRUE = true;
    public static final Boolean FALSE = false;
    public boolean booleanValue() { return (boolean) (Object) this; }
    public int hashCode() { return (boolean) (Object) this ? 1231 : 1237; }
    public static int hashCode(boolean b) { return b ? 1231 : 1237; }
    public boolean equals(Object o) { return o instanceof Boolean && (boolean) o == (boolean) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public static String toString(boolean b) { return b ? "true" : "false"; }
    public int compareTo(Boolean o) { return compare((boolean) (Object) this, (boolean) (Object) o); }
    public static int compare(boolean a, boolean b) { return a == b ? 0 : a ? 1 : -1; }
    public static Boolean valueOf(boolean b) { return b; }
    public static Boolean valueOf(String s) { return parseBoolean(s); }
    public static boolean parseBoolean(String s) { return "true".equalsIgnoreCase(s); }
    public static boolean logicalAnd(boolean a, boolean b) { return a && b; }
    public static boolean logicalOr(boolean a, boolean b) { return a || b; }
}
public final class Character implements Comparable<Character> {
    public static final char MAX_VALUE = '\uffff';
    public char charValue() { return (char) (Object) this; }
    public int hashCode() { return (int) (char) (Object) this; }
    public static int hashCode(char c) { return (int) c; }
    public boolean equals(Object o) { return o instanceof Character && (char) o == (char) (Object) this; }
    public String toString() { return String.plain((Object) this); }
    public static String toString(char c) { return String.plain(c); }
    public int compareTo(Character o) { return (char) (Object) this - (char) (Object) o; }
    public static int compare(char a, char b) { return a - b; }
    public static Character valueOf(char c) { return c; }
    static native boolean kind(String what, int c);
    static native int cased(boolean up, int c);
    public static boolean isDigit(char c) { return kind("digit", (int) c); }
    public static boolean isDigit(int c) { return kind("digit", c); }
    public static boolean isLetter(char c) { return kind("letter", (int) c); }
    public static boolean isLetter(int c) { return kind("letter", c); }
    public static boolean isLetterOrDigit(char c) { return isLetter(c) || isDigit(c); }
    public static boolean isLetterOrDigit(int c) { return isLetter(c) || isDigit(c); }
    public static boolean isAlphabetic(int c) { return kind("letter", c); }
    public static boolean isUpperCase(char c) { return kind("upper", (int) c); }
    public static boolean isLowerCase(char c) { return kind("lower", (int) c); }
    public static boolean isUpperCase(int c) { return kind("upper", c); }
    public static boolean isLowerCase(int c) { return kind("lower", c); }
    public static boolean isWhitespace(char c) { return kind("space", (int) c); }
    public static boolean isWhitespace(int c) { return kind("space", c); }
    public static char toUpperCase(char c) { return (char) cased(true, (int) c); }
    public static char toLowerCase(char c) { return (char) cased(false, (int) c); }
    public static int getNumericValue(char c) { return digit(c, 36); }
    public static int digit(char c, int radix) {
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
        return d < radix ? d : -1;
    }
    public static char forDigit(int d, int radix) { return (char) (d < 10 ? '0' + d : 'a' + d - 10); }
}
public final class Void {
}
public final class Math {
    public static final double PI = 3.141592653589793;
    public static final double E = 2.718281828459045;
    static native double math(String what, double x, double y);
    public static double sqrt(double x) { return math("sqrt", x, 0.0); }
    public static double cbrt(double x) { return math("cbrt", x, 0.0); }
    public static double pow(double x, double y) { return math("pow", x, y); }
    public static double sin(double x) { return math("sin", x, 0.0); }
    public static double cos(double x) { return math("cos", x, 0.0); }
    public static double tan(double x) { return math("tan", x, 0.0); }
    public static double asin(double x) { return math("asin", x, 0.0); }
    public static double acos(double x) { return math("acos", x, 0.0); }
    public static double atan(double x) { return math("atan", x, 0.0); }
    public static double atan2(double x, double y) { return math("atan2", x, y); }
    public static double exp(double x) { return math("exp", x, 0.0); }
    public static double log(double x) { return math("log", x, 0.0); }
    public static double log10(double x) { return math("log10", x, 0.0); }
    public static double hypot(double x, double y) { return math("hypot", x, y); }
    public static double floor(double x) { return math("floor", x, 0.0); }
    public static double ceil(double x) { return math("ceil", x, 0.0); }
    public static double rint(double x) { return math("rint", x, 0.0); }
    public static long round(double x) { return (long) math("floor", x + 0.5, 0.0); }
    public static int round(float x) { return (int) math("floor", (double) x + 0.5, 0.0); }
    public static double random() { return (double) ((Support.random() >>> 11) & 0x1fffffffffffffL) / 9007199254740992.0; }
    public static int abs(int a) { return a < 0 ? -a : a; }
    public static long abs(long a) { return a < 0 ? -a : a; }
    public static float abs(float a) { return a <= 0 ? 0 - a : a; }
    public static double abs(double a) { return a <= 0 ? 0 - a : a; }
    public static int max(int a, int b) { return a > b ? a : b; }
    public static long max(long a, long b) { return a > b ? a : b; }
    public static float max(float a, float b) { return a > b ? a : b; }
    public static double max(double a, double b) { return a > b ? a : b; }
    public static int min(int a, int b) { return a < b ? a : b; }
    public static long min(long a, long b) { return a < b ? a : b; }
    public static float min(float a, float b) { return a < b ? a : b; }
    public static double min(double a, double b) { return a < b ? a : b; }
    public static double signum(double a) { return a > 0 ? 1.0 : a < 0 ? -1.0 : a; }
    public static double toRadians(double d) { return d * 0.017453292519943295; }
    public static double toDegrees(double d) { return d * 57.29577951308232; }
    public static int floorMod(int a, int b) { int m = a % b; return m != 0 && (m ^ b) < 0 ? m + b : m; }
    public static long floorMod(long a, long b) { long m = a % b; return m != 0 && (m ^ b) < 0 ? m + b : m; }
    public static int floorDiv(int a, int b) { int q = a / b; return (a ^ b) < 0 && q * b != a ? q - 1 : q; }
    public static int addExact(int a, int b) { int r = a + b; if (((a ^ r) & (b ^ r)) < 0) throw new ArithmeticException("integer overflow"); return r; }
    public static long addExact(long a, long b) { long r = a + b; if (((a ^ r) & (b ^ r)) < 0) throw new ArithmeticException("long overflow"); return r; }
    public static int multiplyExact(int a, int b) { long r = (long) a * (long) b; if ((int) r != r) throw new ArithmeticException("integer overflow"); return (int) r; }
    public static int toIntExact(long v) { if ((int) v != v) throw new ArithmeticException("integer overflow"); return (int) v; }
}
public final class System {
    public static final PrintStream out = new PrintStream(new FileOutputStream(1));
    public static final PrintStream err = new PrintStream(new FileOutputStream(2));
    public static final InputStream in = new FileInputStream(0);
    private static Map<String, String> env;
    private static Map<String, String> properties;
    public static Map<String, String> getenv() {
        if (env == null) env = Support.map(true);
        return env;
    }
    public static String getenv(String name) { return getenv().get(name); }
    private static Map<String, String> props() { if (properties == null) properties = Support.map(false); return properties; }
    public static String getProperty(String name) { return props().get(name); }
    public static String getProperty(String name, String other) { String v = props().get(name); return v == null ? other : v; }
    public static String setProperty(String name, String value) { return props().put(name, value); }
    public static long currentTimeMillis() { return (long) Host.call("realtime") / 1000000L; }
    public static long nanoTime() { return (long) Host.call("monotonic"); }
    public static void exit(int code) { Support.shutdown(code); }
    public static String lineSeparator() { return "\n"; }
    public static void gc() { Support.gc(); }
    public static native int identityHashCode(Object o);
    public static native void arraycopy(Object from, int a, Object to, int b, int count);
}
public class Runtime {
    private static final Runtime only = new Runtime();
    static final List<Thread> hooks = new ArrayList<>();
    public static Runtime getRuntime() { return only; }
    public int availableProcessors() { return Support.processors(); }
    public long maxMemory() { return Support.maxHeap(); }
    public long totalMemory() { long used = Support.usedHeap(); long first = maxMemory() / 16; long min = 8L << 20; if (first < min) first = min; return used > first ? used : first; }
    public long freeMemory() { return totalMemory() - Support.usedHeap(); }
    public void gc() { Support.gc(); }
    public void exit(int code) { Support.shutdown(code); }
    public void halt(int code) { Support.halt(code); }
    public void addShutdownHook(Thread t) { hooks.add(t); }
}
public class Thread implements Runnable {
    private Runnable target;
    private String name;
    boolean alive;
    boolean daemon;
    private boolean interrupted;
    private boolean virtual;
    private long id;
    private static int count;
    private static long ids = 1;
    public Thread() { this(null, null); }
    public Thread(Runnable r) { this(r, null); }
    public Thread(String name) { this(null, name); }
    public Thread(Runnable r, String name) { this.target = r; this.name = name == null ? "Thread-" + count++ : name; this.id = ids++; }
    native void start0();
    static native Thread currentThread0();
    static native void adopt(Thread t);
    public static native boolean holdsLock(Object o);
    public static Thread currentThread() {
        Thread t = currentThread0();
        if (t == null) { t = new Thread((Runnable) null, "main"); t.alive = true; adopt(t); }
        return t;
    }
    public synchronized void start() { if (alive) throw new IllegalThreadStateException(); alive = true; start0(); }
    public void run() { if (target != null) target.run(); }
    public final synchronized void join() throws InterruptedException { while (alive) wait(); }
    public final synchronized void join(long millis) throws InterruptedException { if (alive) wait(millis); }
    public final boolean isAlive() { return alive; }
    public final String getName() { return name; }
    public final void setName(String n) { name = n; }
    public final void setDaemon(boolean d) { daemon = d; }
    public final boolean isDaemon() { return daemon; }
    public long getId() { return id; }
    public long threadId() { return id; }
    public final boolean isVirtual() { return virtual; }
    public void interrupt() { interrupted = true; }
    public boolean isInterrupted() { return interrupted; }
    public static boolean interrupted() { Thread t = currentThread(); boolean was = t.interrupted; t.interrupted = false; return was; }
    public final int getPriority() { return 5; }
    public final void setPriority(int p) { }
    public static void sleep(long millis) throws InterruptedException { if (millis < 0) throw new IllegalArgumentException("timeout value is negative"); Host.call("sleep", millis * 1000000L); }
    public static void sleep(Duration d) throws InterruptedException { Host.call("sleep", d.toNanos()); }
    public static void yield() { }
    public static void onSpinWait() { }
    public static Thread startVirtualThread(Runnable r) { Thread t = new Thread(r, ""); t.daemon = true; t.virtual = true; t.start(); return t; }
    public String toString() { return "Thread[" + name + ",5,main]"; }
}
public class ThreadLocal<T> {
    private final Map<Thread, T> values = new HashMap<>();
    private Supplier<T> first;
    public static <S> ThreadLocal<S> withInitial(Supplier<S> s) { ThreadLocal<S> t = new ThreadLocal<>(); t.first = s; return t; }
    public T get() { Thread t = Thread.currentThread(); if (!values.containsKey(t)) values.put(t, first == null ? null : first.get()); return values.get(t); }
    public void set(T v) { values.put(Thread.currentThread(), v); }
    public void remove() { values.remove(Thread.currentThread()); }
}
// package drydock
public class Host {
    public static native Object call(String name, Object... parts);
}
public class HostException extends RuntimeException {
    public int errno;
}
public class Support {
    static native void invokeMain(Class c, String[] args);
    public static native void halt(int code);
    static native void failed();
    static native boolean ending();
    public static native long maxHeap();
    public static native long usedHeap();
    public static native void gc();
    public static native int processors();
    public static native long random();
    static native String[] pairs(boolean env);
    public static native boolean isArray(Object o);
    public static native Object newLike(Object array, int size);
    static void launch(Class c, String[] args) {
        Thread.currentThread();
        invokeMain(c, args);
    }
    static void runThread(Thread t) { t.run(); }
    static void uncaught(Thread t, Throwable e) {
        String name = t == null ? "main" : t.getName();
        if (name.equals("main")) failed();
        System.err.print("Exception in thread \"" + name + "\" ");
        e.printStackTrace();
    }
    public static void shutdown(int code) {
        if (!ending() || Thread.currentThread0() == null || true) {
            List<Thread> hooks = new ArrayList<>(Runtime.hooks);
            Runtime.hooks.clear();
            for (Thread t : hooks) t.start();
            try { for (Thread t : hooks) t.join(); } catch (InterruptedException e) { }
        }
        halt(code);
    }
    static Map<String, String> map(boolean env) {
        String[] all = pairs(env);
        Map<String, String> m = env ? new HashMap<String, String>() : new TreeMap<String, String>();
        for (int i = 0; i < all.length; i += 2) m.put(all[i], all[i + 1]);
        return m;
    }
    static Object iterable(Object o) { return isArray(o) ? Arrays.asList((Object[]) o) : o; }
    static void noMatch() { throw new MatchException(null, null); }
    public static IOException io(String what, HostException e) {
        if (e.errno == 2) return new java.nio.file.NoSuchFileException(what);
        if (e.errno == 13) return new java.nio.file.AccessDeniedException(what);
        if (e.errno == 17) return new java.nio.file.FileAlreadyExistsException(what);
        if (e.errno == 39) return new java.nio.file.DirectoryNotEmptyException(what);
        return new java.nio.file.FileSystemException(what + ": " + words(e.errno));
    }
    public static String words(int errno) {
        switch (errno) {
            case 2: return "No such file or directory";
            case 13: return "Permission denied";
            case 20: return "Not a directory";
            case 21: return "Is a directory";
            case 30: return "Read-only file system";
            case 28: return "No space left on device";
            case 98: return "Address already in use";
            case 111: return "Connection refused";
            case 113: return "No route to host";
            case 110: return "Connection timed out";
            case 104: return "Connection reset";
            case 32: return "Broken pipe";
            default: return "Error " + errno;
        }
    }
}
