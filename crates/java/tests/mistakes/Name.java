public class Other {
    public static void main(String[] args) {
        Thread.sleep(10);
        final int n = 1;
        String s = null;
        s.foo().bar();
    }
}
