// package java.util.concurrent.atomic
public class AtomicInteger extends Number {
    private int v;
    public AtomicInteger() { }
    public AtomicInteger(int v) { this.v = v; }
    public int get() { return v; }
    public void set(int n) { v = n; }
    public int incrementAndGet() { return ++v; }
    public int decrementAndGet() { return --v; }
    public int getAndIncrement() { return v++; }
    public int getAndDecrement() { return v--; }
    public int addAndGet(int d) { v += d; return v; }
    public int getAndAdd(int d) { int o = v; v += d; return o; }
    public int getAndSet(int d) { int o = v; v = d; return o; }
    public boolean compareAndSet(int a, int b) { if (v != a) return false; v = b; return true; }
    public int updateAndGet(IntUnaryOperator f) { v = f.applyAsInt(v); return v; }
    public int intValue() { return v; }
    public long longValue() { return (long) v; }
    public double doubleValue() { return (double) v; }
    public String toString() { return "" + v; }
}
public class AtomicLong extends Number {
    private long v;
    public AtomicLong() { }
    public AtomicLong(long v) { this.v = v; }
    public long get() { return v; }
    public void set(long n) { v = n; }
    public long incrementAndGet() { return ++v; }
    public long decrementAndGet() { return --v; }
    public long getAndIncrement() { return v++; }
    public long addAndGet(long d) { v += d; return v; }
    public int intValue() { return (int) v; }
    public long longValue() { return v; }
    public double doubleValue() { return (double) v; }
    public String toString() { return "" + v; }
}
public class AtomicBoolean {
    private boolean v;
    public AtomicBoolean() { }
    public AtomicBoolean(boolean v) { this.v = v; }
    public boolean get() { return v; }
    public void set(boolean n) { v = n; }
    public boolean getAndSet(boolean n) { boolean o = v; v = n; return o; }
    public boolean compareAndSet(boolean a, boolean b) { if (v != a) return false; v = b; return true; }
    public String toString() { return "" + v; }
}
// package java.util.concurrent
public class ConcurrentHashMap<K, V> extends HashMap<K, V> {
    public ConcurrentHashMap() { }
    public V put(K k, V v) { if (k == null || v == null) throw new NullPointerException(); return super.put(k, v); }
}
public class CopyOnWriteArrayList<E> extends ArrayList<E> {
}
public class ConcurrentLinkedQueue<E> extends ArrayDeque<E> {
}
public interface Callable<V> {
    V call() throws Exception;
}
public interface Executor {
    void execute(Runnable r);
}
public enum TimeUnit {
    NANOSECONDS(1L), MICROSECONDS(1000L), MILLISECONDS(1000000L), SECONDS(1000000000L), MINUTES(60000000000L), HOURS(3600000000000L), DAYS(86400000000000L);
    private final long nanos;
    TimeUnit(long n) { nanos = n; }
    public long toMillis(long d) { return d * nanos / 1000000L; }
    public long toSeconds(long d) { return d * nanos / 1000000000L; }
    public long toNanos(long d) { return d * nanos; }
    public void sleep(long d) throws InterruptedException { Thread.sleep(toMillis(d)); }
}
public class CountDownLatch {
    private int n;
    public CountDownLatch(int n) { this.n = n; }
    public synchronized void countDown() { if (n > 0 && --n == 0) notifyAll(); }
    public synchronized long getCount() { return (long) n; }
    public synchronized void await() throws InterruptedException { while (n > 0) wait(); }
}
public class Future<V> {
    private V value;
    private Throwable wrong;
    private boolean done;
    synchronized void finish(V v, Throwable t) { value = v; wrong = t; done = true; notifyAll(); }
    public synchronized V get() throws InterruptedException, ExecutionException { while (!done) wait(); if (wrong != null) throw new ExecutionException(wrong); return value; }
    public V get(long n, TimeUnit u) throws InterruptedException, ExecutionException, TimeoutException { return get(); }
    public synchronized boolean isDone() { return done; }
}
public class ExecutorService implements Executor, AutoCloseable {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final int most; private final int pool; private int threads; private int idle; private boolean over; private final boolean each;
    private static int pools = 1;
    ExecutorService(int n, boolean each) { most = n; this.each = each; pool = each ? 0 : pools++; }
    public synchronized void execute(Runnable r) {
        if (over) throw new RejectedExecutionException("Task " + r + " rejected from " + this);
        queue.add(r);
        if (idle > 0 || threads >= most) { notify(); return; }
        threads++;
        Thread t = new Thread(() -> work(), each ? "" : "pool-" + pool + "-thread-" + threads);
        t.start();
    }
    private synchronized Runnable take() {
        idle++;
        try { while (queue.isEmpty()) { if (over) return null; wait(); } return queue.poll(); } catch (InterruptedException e) { return null; } finally { idle--; }
    }
    private void work() { while (true) { Runnable r = take(); if (r == null) break; r.run(); } synchronized (this) { threads--; notifyAll(); } }
    public <T> Future<T> submit(Callable<T> c) { Future<T> f = new Future<>(); execute(() -> { try { f.finish(c.call(), null); } catch (Throwable t) { f.finish(null, t); } }); return f; }
    public Future<?> submit(Runnable r) { Future<Object> f = new Future<>(); execute(() -> { try { r.run(); f.finish(null, null); } catch (Throwable t) { f.finish(null, t); } }); return f; }
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> all) throws InterruptedException { List<Future<T>> l = new ArrayList<>(); for (Object c : all) l.add(submit((Callable<T>) c)); for (Future<T> f : l) try { f.get(); } catch (ExecutionException e) { } return l; }
    public synchronized void shutdown() { over = true; notifyAll(); }
    public synchronized List<Runnable> shutdownNow() { over = true; List<Runnable> l = new ArrayList<>(queue); queue.clear(); notifyAll(); return l; }
    public synchronized boolean isShutdown() { return over; }
    public synchronized boolean isTerminated() { return over && threads == 0; }
    public synchronized boolean awaitTermination(long n, TimeUnit u) throws InterruptedException { long end = System.currentTimeMillis() + u.toMillis(n); while (threads > 0) { long left = end - System.currentTimeMillis(); if (left <= 0) return false; wait(left); } return true; }
    public void close() { shutdown(); try { awaitTermination(365L, TimeUnit.DAYS); } catch (InterruptedException e) { } }
}
public final class Executors {
    public static ExecutorService newFixedThreadPool(int n) { return new ExecutorService(n, false); }
    public static ExecutorService newCachedThreadPool() { return new ExecutorService(1000, false); }
    public static ExecutorService newSingleThreadExecutor() { return new ExecutorService(1, false); }
    public static ExecutorService newVirtualThreadPerTaskExecutor() { return new ExecutorService(1000, true); }
}
// package java.util.concurrent.locks
public interface Lock {
    void lock();
    void unlock();
}
public class ReentrantLock implements Lock {
    private Thread owner; private int n;
    public ReentrantLock() { }
    public synchronized void lock() { Thread t = Thread.currentThread(); try { while (owner != null && owner != t) wait(); } catch (InterruptedException e) { } owner = t; n++; }
    public synchronized void unlock() { if (owner != Thread.currentThread()) throw new IllegalMonitorStateException(); if (--n == 0) { owner = null; notifyAll(); } }
}
