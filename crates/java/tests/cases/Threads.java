import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;

public class Threads {
    private int n;
    synchronized void inc() { n++; }
    public static void main(String[] args) throws Exception {
        Threads t = new Threads();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) { Thread x = new Thread(() -> { for (int j = 0; j < 1000; j++) t.inc(); }); x.start(); all.add(x); }
        for (Thread x : all) x.join();
        System.out.println(t.n);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        Future<Integer> f = pool.submit(() -> 6 * 7);
        System.out.println(f.get());
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < 10; i++) pool.submit(() -> count.incrementAndGet());
        pool.shutdown();
        System.out.println(pool.awaitTermination(1, TimeUnit.SECONDS) + " " + count.get());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
        Thread.sleep(100);
        System.exit(3);
    }
}
