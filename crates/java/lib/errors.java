// package java.lang
public class Throwable {
    private String detailMessage;
    private Throwable cause;
    private Object trace;
    private List<Throwable> suppressed;
    public Throwable() { fillInStackTrace(); }
    public Throwable(String message) { detailMessage = message; fillInStackTrace(); }
    public Throwable(String message, Throwable cause) { detailMessage = message; this.cause = cause; fillInStackTrace(); }
    public Throwable(Throwable cause) { this.cause = cause; detailMessage = cause == null ? null : cause.toString(); fillInStackTrace(); }
    public native Throwable fillInStackTrace();
    native String traceText();
    public String getMessage() { return detailMessage; }
    public String getLocalizedMessage() { return getMessage(); }
    public Throwable getCause() { return cause; }
    public Throwable initCause(Throwable t) { cause = t; return this; }
    public final void addSuppressed(Throwable t) { if (suppressed == null) suppressed = new ArrayList<>(); suppressed.add(t); }
    public final Throwable[] getSuppressed() { return suppressed == null ? new Throwable[0] : suppressed.toArray(new Throwable[0]); }
    public String toString() { String m = getLocalizedMessage(); String n = getClass().getName(); return m == null ? n : n + ": " + m; }
    public void printStackTrace() { printStackTrace(System.err); }
    public void printStackTrace(PrintStream out) { out.print(text("", "", new String[0])); }
    public void printStackTrace(PrintWriter out) { out.print(text("", "", new String[0])); }
    public StackTraceElement[] getStackTrace() {
        String t = traceText();
        if (t.isEmpty()) return new StackTraceElement[0];
        String[] lines = t.split("\n");
        StackTraceElement[] all = new StackTraceElement[lines.length];
        for (int i = 0; i < all.length; i++) all[i] = new StackTraceElement(lines[i]);
        return all;
    }
    private String text(String indent, String caption, String[] around) {
        StringBuilder b = new StringBuilder();
        b.append(indent).append(caption).append(toString()).append("\n");
        String t = traceText();
        String[] lines = t.isEmpty() ? new String[0] : t.split("\n");
        int n = lines.length, m = around.length;
        while (n > 0 && m > 0 && lines[n - 1].equals(around[m - 1])) { n--; m--; }
        for (int i = 0; i < n; i++) b.append(indent).append("\tat ").append(lines[i]).append("\n");
        if (lines.length > n) b.append(indent).append("\t... ").append(lines.length - n).append(" more\n");
        if (suppressed != null) for (Throwable s : suppressed) b.append(s.text(indent + "\t", "Suppressed: ", lines));
        if (cause != null) b.append(cause.text(indent, "Caused by: ", lines));
        return b.toString();
    }
}
public final class StackTraceElement {
    private final String text;
    StackTraceElement(String t) { text = t; }
    public String toString() { return text; }
    public String getMethodName() { String head = text.substring(0, text.indexOf('(')); return head.substring(head.lastIndexOf('.') + 1); }
    public String getClassName() { String head = text.substring(0, text.indexOf('(')); return head.substring(0, head.lastIndexOf('.')); }
    public int getLineNumber() { return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1, text.length() - 1)); }
}
public class Exception extends Throwable {
    public Exception() { }
    public Exception(String m) { super(m); }
    public Exception(String m, Throwable c) { super(m, c); }
    public Exception(Throwable c) { super(c); }
}
public class Error extends Throwable {
    public Error() { }
    public Error(String m) { super(m); }
    public Error(String m, Throwable c) { super(m, c); }
    public Error(Throwable c) { super(c); }
}
public class RuntimeException extends Exception {
    public RuntimeException() { }
    public RuntimeException(String m) { super(m); }
    public RuntimeException(String m, Throwable c) { super(m, c); }
    public RuntimeException(Throwable c) { super(c); }
}
public class IllegalArgumentException extends RuntimeException {
    public IllegalArgumentException() { }
    public IllegalArgumentException(String m) { super(m); }
    public IllegalArgumentException(String m, Throwable c) { super(m, c); }
    public IllegalArgumentException(Throwable c) { super(c); }
}
public class IllegalStateException extends RuntimeException {
    public IllegalStateException() { }
    public IllegalStateException(String m) { super(m); }
    public IllegalStateException(String m, Throwable c) { super(m, c); }
    public IllegalStateException(Throwable c) { super(c); }
}
public class NumberFormatException extends IllegalArgumentException {
    public NumberFormatException() { }
    public NumberFormatException(String m) { super(m); }
    public NumberFormatException(String m, Throwable c) { super(m, c); }
    public NumberFormatException(Throwable c) { super(c); }
}
public class NullPointerException extends RuntimeException {
    public NullPointerException() { }
    public NullPointerException(String m) { super(m); }
    public NullPointerException(String m, Throwable c) { super(m, c); }
    public NullPointerException(Throwable c) { super(c); }
}
public class ArithmeticException extends RuntimeException {
    public ArithmeticException() { }
    public ArithmeticException(String m) { super(m); }
    public ArithmeticException(String m, Throwable c) { super(m, c); }
    public ArithmeticException(Throwable c) { super(c); }
}
public class ClassCastException extends RuntimeException {
    public ClassCastException() { }
    public ClassCastException(String m) { super(m); }
    public ClassCastException(String m, Throwable c) { super(m, c); }
    public ClassCastException(Throwable c) { super(c); }
}
public class IndexOutOfBoundsException extends RuntimeException {
    public IndexOutOfBoundsException() { }
    public IndexOutOfBoundsException(String m) { super(m); }
    public IndexOutOfBoundsException(String m, Throwable c) { super(m, c); }
    public IndexOutOfBoundsException(Throwable c) { super(c); }
}
public class ArrayIndexOutOfBoundsException extends IndexOutOfBoundsException {
    public ArrayIndexOutOfBoundsException() { }
    public ArrayIndexOutOfBoundsException(String m) { super(m); }
    public ArrayIndexOutOfBoundsException(String m, Throwable c) { super(m, c); }
    public ArrayIndexOutOfBoundsException(Throwable c) { super(c); }
}
public class StringIndexOutOfBoundsException extends IndexOutOfBoundsException {
    public StringIndexOutOfBoundsException() { }
    public StringIndexOutOfBoundsException(String m) { super(m); }
    public StringIndexOutOfBoundsException(String m, Throwable c) { super(m, c); }
    public StringIndexOutOfBoundsException(Throwable c) { super(c); }
}
public class NegativeArraySizeException extends RuntimeException {
    public NegativeArraySizeException() { }
    public NegativeArraySizeException(String m) { super(m); }
    public NegativeArraySizeException(String m, Throwable c) { super(m, c); }
    public NegativeArraySizeException(Throwable c) { super(c); }
}
public class ArrayStoreException extends RuntimeException {
    public ArrayStoreException() { }
    public ArrayStoreException(String m) { super(m); }
    public ArrayStoreException(String m, Throwable c) { super(m, c); }
    public ArrayStoreException(Throwable c) { super(c); }
}
public class UnsupportedOperationException extends RuntimeException {
    public UnsupportedOperationException() { }
    public UnsupportedOperationException(String m) { super(m); }
    public UnsupportedOperationException(String m, Throwable c) { super(m, c); }
    public UnsupportedOperationException(Throwable c) { super(c); }
}
public class IllegalMonitorStateException extends RuntimeException {
    public IllegalMonitorStateException() { }
    public IllegalMonitorStateException(String m) { super(m); }
    public IllegalMonitorStateException(String m, Throwable c) { super(m, c); }
    public IllegalMonitorStateException(Throwable c) { super(c); }
}
public class IllegalThreadStateException extends IllegalArgumentException {
    public IllegalThreadStateException() { }
    public IllegalThreadStateException(String m) { super(m); }
    public IllegalThreadStateException(String m, Throwable c) { super(m, c); }
    public IllegalThreadStateException(Throwable c) { super(c); }
}
public class SecurityException extends RuntimeException {
    public SecurityException() { }
    public SecurityException(String m) { super(m); }
    public SecurityException(String m, Throwable c) { super(m, c); }
    public SecurityException(Throwable c) { super(c); }
}
public class MatchException extends RuntimeException {
    public MatchException() { }
    public MatchException(String m) { super(m); }
    public MatchException(String m, Throwable c) { super(m, c); }
    public MatchException(Throwable c) { super(c); }
}
public class CloneNotSupportedException extends Exception {
    public CloneNotSupportedException() { }
    public CloneNotSupportedException(String m) { super(m); }
    public CloneNotSupportedException(String m, Throwable c) { super(m, c); }
    public CloneNotSupportedException(Throwable c) { super(c); }
}
public class InterruptedException extends Exception {
    public InterruptedException() { }
    public InterruptedException(String m) { super(m); }
    public InterruptedException(String m, Throwable c) { super(m, c); }
    public InterruptedException(Throwable c) { super(c); }
}
public class ReflectiveOperationException extends Exception {
    public ReflectiveOperationException() { }
    public ReflectiveOperationException(String m) { super(m); }
    public ReflectiveOperationException(String m, Throwable c) { super(m, c); }
    public ReflectiveOperationException(Throwable c) { super(c); }
}
public class ClassNotFoundException extends ReflectiveOperationException {
    public ClassNotFoundException() { }
    public ClassNotFoundException(String m) { super(m); }
    public ClassNotFoundException(String m, Throwable c) { super(m, c); }
    public ClassNotFoundException(Throwable c) { super(c); }
}
public class LinkageError extends Error {
    public LinkageError() { }
    public LinkageError(String m) { super(m); }
    public LinkageError(String m, Throwable c) { super(m, c); }
    public LinkageError(Throwable c) { super(c); }
}
public class ExceptionInInitializerError extends LinkageError {
    public ExceptionInInitializerError() { }
    public ExceptionInInitializerError(String m) { super(m); }
    public ExceptionInInitializerError(String m, Throwable c) { super(m, c); }
    public ExceptionInInitializerError(Throwable c) { super(c); }
}
public class NoClassDefFoundError extends LinkageError {
    public NoClassDefFoundError() { }
    public NoClassDefFoundError(String m) { super(m); }
    public NoClassDefFoundError(String m, Throwable c) { super(m, c); }
    public NoClassDefFoundError(Throwable c) { super(c); }
}
public class VirtualMachineError extends Error {
    public VirtualMachineError() { }
    public VirtualMachineError(String m) { super(m); }
    public VirtualMachineError(String m, Throwable c) { super(m, c); }
    public VirtualMachineError(Throwable c) { super(c); }
}
public class StackOverflowError extends VirtualMachineError {
    public StackOverflowError() { }
    public StackOverflowError(String m) { super(m); }
    public StackOverflowError(String m, Throwable c) { super(m, c); }
    public StackOverflowError(Throwable c) { super(c); }
}
public class OutOfMemoryError extends VirtualMachineError {
    public OutOfMemoryError() { }
    public OutOfMemoryError(String m) { super(m); }
    public OutOfMemoryError(String m, Throwable c) { super(m, c); }
    public OutOfMemoryError(Throwable c) { super(c); }
}
public class InternalError extends VirtualMachineError {
    public InternalError() { }
    public InternalError(String m) { super(m); }
    public InternalError(String m, Throwable c) { super(m, c); }
    public InternalError(Throwable c) { super(c); }
}
public class AssertionError extends Error {
    public AssertionError() { }
    public AssertionError(Object m) { super(String.valueOf(m)); }
}
public class AbstractMethodError extends LinkageError {
    public AbstractMethodError() { }
    public AbstractMethodError(String m) { super(m); }
    public AbstractMethodError(String m, Throwable c) { super(m, c); }
    public AbstractMethodError(Throwable c) { super(c); }
}
// package java.util
public class NoSuchElementException extends RuntimeException {
    public NoSuchElementException() { }
    public NoSuchElementException(String m) { super(m); }
    public NoSuchElementException(String m, Throwable c) { super(m, c); }
    public NoSuchElementException(Throwable c) { super(c); }
}
public class InputMismatchException extends NoSuchElementException {
    public InputMismatchException() { }
    public InputMismatchException(String m) { super(m); }
    public InputMismatchException(String m, Throwable c) { super(m, c); }
    public InputMismatchException(Throwable c) { super(c); }
}
public class ConcurrentModificationException extends RuntimeException {
    public ConcurrentModificationException() { }
    public ConcurrentModificationException(String m) { super(m); }
    public ConcurrentModificationException(String m, Throwable c) { super(m, c); }
    public ConcurrentModificationException(Throwable c) { super(c); }
}
public class EmptyStackException extends RuntimeException {
    public EmptyStackException() { }
    public EmptyStackException(String m) { super(m); }
    public EmptyStackException(String m, Throwable c) { super(m, c); }
    public EmptyStackException(Throwable c) { super(c); }
}
public class IllegalFormatException extends IllegalArgumentException {
    public IllegalFormatException() { }
    public IllegalFormatException(String m) { super(m); }
    public IllegalFormatException(String m, Throwable c) { super(m, c); }
    public IllegalFormatException(Throwable c) { super(c); }
}
public class MissingFormatArgumentException extends IllegalFormatException {
    public MissingFormatArgumentException() { }
    public MissingFormatArgumentException(String m) { super(m); }
    public MissingFormatArgumentException(String m, Throwable c) { super(m, c); }
    public MissingFormatArgumentException(Throwable c) { super(c); }
}
public class UnknownFormatConversionException extends IllegalFormatException {
    public UnknownFormatConversionException() { }
    public UnknownFormatConversionException(String m) { super(m); }
    public UnknownFormatConversionException(String m, Throwable c) { super(m, c); }
    public UnknownFormatConversionException(Throwable c) { super(c); }
}
public class IllegalFormatConversionException extends IllegalFormatException {
    public IllegalFormatConversionException() { }
    public IllegalFormatConversionException(String m) { super(m); }
    public IllegalFormatConversionException(String m, Throwable c) { super(m, c); }
    public IllegalFormatConversionException(Throwable c) { super(c); }
}
// package java.util.regex
public class PatternSyntaxException extends IllegalArgumentException {
    public PatternSyntaxException() { }
    public PatternSyntaxException(String m) { super(m); }
    public PatternSyntaxException(String m, Throwable c) { super(m, c); }
    public PatternSyntaxException(Throwable c) { super(c); }
}
// package java.io
public class IOException extends Exception {
    public IOException() { }
    public IOException(String m) { super(m); }
    public IOException(String m, Throwable c) { super(m, c); }
    public IOException(Throwable c) { super(c); }
}
public class FileNotFoundException extends IOException {
    public FileNotFoundException() { }
    public FileNotFoundException(String m) { super(m); }
    public FileNotFoundException(String m, Throwable c) { super(m, c); }
    public FileNotFoundException(Throwable c) { super(c); }
}
public class EOFException extends IOException {
    public EOFException() { }
    public EOFException(String m) { super(m); }
    public EOFException(String m, Throwable c) { super(m, c); }
    public EOFException(Throwable c) { super(c); }
}
public class UncheckedIOException extends RuntimeException {
    public UncheckedIOException(IOException c) { super(c); }
    public UncheckedIOException(String m, IOException c) { super(m, c); }
}
// package java.nio.file
public class FileSystemException extends IOException {
    public FileSystemException() { }
    public FileSystemException(String m) { super(m); }
    public FileSystemException(String m, Throwable c) { super(m, c); }
    public FileSystemException(Throwable c) { super(c); }
}
public class NoSuchFileException extends FileSystemException {
    public NoSuchFileException() { }
    public NoSuchFileException(String m) { super(m); }
    public NoSuchFileException(String m, Throwable c) { super(m, c); }
    public NoSuchFileException(Throwable c) { super(c); }
}
public class AccessDeniedException extends FileSystemException {
    public AccessDeniedException() { }
    public AccessDeniedException(String m) { super(m); }
    public AccessDeniedException(String m, Throwable c) { super(m, c); }
    public AccessDeniedException(Throwable c) { super(c); }
}
public class FileAlreadyExistsException extends FileSystemException {
    public FileAlreadyExistsException() { }
    public FileAlreadyExistsException(String m) { super(m); }
    public FileAlreadyExistsException(String m, Throwable c) { super(m, c); }
    public FileAlreadyExistsException(Throwable c) { super(c); }
}
public class DirectoryNotEmptyException extends FileSystemException {
    public DirectoryNotEmptyException() { }
    public DirectoryNotEmptyException(String m) { super(m); }
    public DirectoryNotEmptyException(String m, Throwable c) { super(m, c); }
    public DirectoryNotEmptyException(Throwable c) { super(c); }
}
// package java.net
public class SocketException extends IOException {
    public SocketException() { }
    public SocketException(String m) { super(m); }
    public SocketException(String m, Throwable c) { super(m, c); }
    public SocketException(Throwable c) { super(c); }
}
public class ConnectException extends SocketException {
    public ConnectException() { }
    public ConnectException(String m) { super(m); }
    public ConnectException(String m, Throwable c) { super(m, c); }
    public ConnectException(Throwable c) { super(c); }
}
public class BindException extends SocketException {
    public BindException() { }
    public BindException(String m) { super(m); }
    public BindException(String m, Throwable c) { super(m, c); }
    public BindException(Throwable c) { super(c); }
}
public class UnknownHostException extends IOException {
    public UnknownHostException() { }
    public UnknownHostException(String m) { super(m); }
    public UnknownHostException(String m, Throwable c) { super(m, c); }
    public UnknownHostException(Throwable c) { super(c); }
}
public class SocketTimeoutException extends IOException {
    public SocketTimeoutException() { }
    public SocketTimeoutException(String m) { super(m); }
    public SocketTimeoutException(String m, Throwable c) { super(m, c); }
    public SocketTimeoutException(Throwable c) { super(c); }
}
public class URISyntaxException extends Exception {
    public URISyntaxException() { }
    public URISyntaxException(String m) { super(m); }
    public URISyntaxException(String m, Throwable c) { super(m, c); }
    public URISyntaxException(Throwable c) { super(c); }
}
public class MalformedURLException extends IOException {
    public MalformedURLException() { }
    public MalformedURLException(String m) { super(m); }
    public MalformedURLException(String m, Throwable c) { super(m, c); }
    public MalformedURLException(Throwable c) { super(c); }
}
// package java.net.http
public class HttpTimeoutException extends IOException {
    public HttpTimeoutException() { }
    public HttpTimeoutException(String m) { super(m); }
    public HttpTimeoutException(String m, Throwable c) { super(m, c); }
    public HttpTimeoutException(Throwable c) { super(c); }
}
// package java.util.concurrent
public class ExecutionException extends Exception {
    public ExecutionException() { }
    public ExecutionException(String m) { super(m); }
    public ExecutionException(String m, Throwable c) { super(m, c); }
    public ExecutionException(Throwable c) { super(c); }
}
public class TimeoutException extends Exception {
    public TimeoutException() { }
    public TimeoutException(String m) { super(m); }
    public TimeoutException(String m, Throwable c) { super(m, c); }
    public TimeoutException(Throwable c) { super(c); }
}
public class CancellationException extends IllegalStateException {
    public CancellationException() { }
    public CancellationException(String m) { super(m); }
    public CancellationException(String m, Throwable c) { super(m, c); }
    public CancellationException(Throwable c) { super(c); }
}
public class CompletionException extends RuntimeException {
    public CompletionException() { }
    public CompletionException(String m) { super(m); }
    public CompletionException(String m, Throwable c) { super(m, c); }
    public CompletionException(Throwable c) { super(c); }
}
public class RejectedExecutionException extends RuntimeException {
    public RejectedExecutionException() { }
    public RejectedExecutionException(String m) { super(m); }
    public RejectedExecutionException(String m, Throwable c) { super(m, c); }
    public RejectedExecutionException(Throwable c) { super(c); }
}
// package java.time
public class DateTimeException extends RuntimeException {
    public DateTimeException() { }
    public DateTimeException(String m) { super(m); }
    public DateTimeException(String m, Throwable c) { super(m, c); }
    public DateTimeException(Throwable c) { super(c); }
}
