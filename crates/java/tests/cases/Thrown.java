public class Thrown {
    static class AppException extends RuntimeException {
        AppException(String m, Throwable c) { super(m, c); }
    }
    static void inner(String s) {
        System.out.println(s.length());
    }
    static int deep(int n) { return deep(n + 1) + 1; }
    public static void main(String[] args) {
        try { deep(0); } catch (StackOverflowError e) { System.out.println("deep " + e.getMessage()); }
        try { Object o = "x"; Integer i = (Integer) o; } catch (ClassCastException e) { System.out.println(e.getMessage()); }
        try { System.out.println(1 / (args.length)); } catch (ArithmeticException e) { System.out.println(e); }
        try {
            inner(null);
        } catch (NullPointerException e) {
            throw new AppException("wrapped", e);
        } finally {
            System.out.println("last");
        }
    }
}
