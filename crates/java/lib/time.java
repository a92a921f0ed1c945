// package java.time
public final class Duration {
    private final long nanos;
    private Duration(long n) { nanos = n; }
    public static Duration ofNanos(long n) { return new Duration(n); }
    public static Duration ofMillis(long n) { return new Duration(n * 1000000L); }
    public static Duration ofSeconds(long n) { return new Duration(n * 1000000000L); }
    public static Duration ofMinutes(long n) { return ofSeconds(n * 60L); }
    public static Duration ofHours(long n) { return ofSeconds(n * 3600L); }
    public static Duration between(Instant a, Instant b) { return new Duration(b.nanos - a.nanos); }
    public long toNanos() { return nanos; }
    public long toMillis() { return nanos / 1000000L; }
    public long toSeconds() { return nanos / 1000000000L; }
    public long getSeconds() { return nanos / 1000000000L; }
    public long toMinutes() { return nanos / 60000000000L; }
}
public final class Instant {
    final long nanos;
    Instant(long n) { nanos = n; }
    public static Instant now() { return new Instant((long) Host.call("realtime")); }
    public static Instant ofEpochSecond(long n) { return new Instant(n * 1000000000L); }
    public static Instant ofEpochMilli(long n) { return new Instant(n * 1000000L); }
    public long toEpochMilli() { return nanos / 1000000L; }
    public long getEpochSecond() { return nanos / 1000000000L; }
    public String toString() { return ZonedDateTime.of(nanos) + "Z"; }
}
public final class LocalDate {
    final int y, m, d;
    LocalDate(int y, int m, int d) { this.y = y; this.m = m; this.d = d; }
    public static LocalDate of(int y, int m, int d) { return new LocalDate(y, m, d); }
    public static LocalDate now() { return ofEpochDay(Math.floorMod(0L, 1L) + (long) Host.call("realtime") / 86400000000000L); }
    public static LocalDate ofEpochDay(long z) {
        z += 719468L; long era = (z >= 0 ? z : z - 146096L) / 146097L; long doe = z - era * 146097L;
        long yoe = (doe - doe / 1460L + doe / 36524L - doe / 146096L) / 365L; long doy = doe - (365L * yoe + yoe / 4L - yoe / 100L);
        long mp = (5L * doy + 2L) / 153L; int d = (int) (doy - (153L * mp + 2L) / 5L + 1L); int m = (int) (mp < 10 ? mp + 3 : mp - 9);
        return new LocalDate((int) (yoe + era * 400L) + (m <= 2 ? 1 : 0), m, d);
    }
    public long toEpochDay() { long yy = m <= 2 ? y - 1 : y; long era = (yy >= 0 ? yy : yy - 399) / 400; long yoe = yy - era * 400; long doy = (153L * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1; long doe = yoe * 365 + yoe / 4 - yoe / 100 + doy; return era * 146097L + doe - 719468L; }
    public LocalDate plusDays(long n) { return ofEpochDay(toEpochDay() + n); }
    public int getYear() { return y; }
    public int getMonthValue() { return m; }
    public int getDayOfMonth() { return d; }
    public String toString() { return String.format("%04d-%02d-%02d", y, m, d); }
    public boolean equals(Object o) { return o instanceof LocalDate && o.toString().equals(toString()); }
    public int hashCode() { return toString().hashCode(); }
}
public final class LocalDateTime {
    private final long nanos;
    private LocalDateTime(long n) { nanos = n; }
    public static LocalDateTime now() { return new LocalDateTime((long) Host.call("realtime") / 1000L * 1000L); }
    public int getYear() { return LocalDate.ofEpochDay(nanos / 86400000000000L).y; }
    public int getHour() { return (int) (nanos / 3600000000000L % 24L); }
    public LocalDate toLocalDate() { return LocalDate.ofEpochDay(nanos / 86400000000000L); }
    public String toString() { return ZonedDateTime.of(nanos); }
}
public final class ZonedDateTime {
    static String of(long nanos) {
        long s = nanos / 1000000000L; long frac = nanos % 1000000000L;
        String t = LocalDate.ofEpochDay(s / 86400L) + "T" + String.format("%02d:%02d", s / 3600L % 24L, s / 60L % 60L);
        if (s % 60L != 0 || frac != 0) t += String.format(":%02d", s % 60L);
        else t += ":00";
        if (frac != 0) { if (frac % 1000000L == 0) t += String.format(".%03d", frac / 1000000L); else if (frac % 1000L == 0) t += String.format(".%06d", frac / 1000L); else t += String.format(".%09d", frac); }
        return t;
    }
    public static String httpDate() {
        long s = System.currentTimeMillis() / 1000L; LocalDate d = LocalDate.ofEpochDay(s / 86400L);
        String[] days = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
        String[] months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
        return String.format("%s, %02d %s %d %02d:%02d:%02d GMT", days[(int) (s / 86400L % 7L)], d.d, months[d.m - 1], d.y, s / 3600L % 24L, s / 60L % 60L, s % 60L);
    }
}
