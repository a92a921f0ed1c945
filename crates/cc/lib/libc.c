// The C library of Drydock's C programs: ours, as C11 7 and POSIX.1-2017 describe it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <time.h>
#include <sys/time.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <signal.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <assert.h>
#include <stdint.h>

int __free(void *block);
size_t __size(void *block);
_Noreturn void __exit(int status);
_Noreturn void __die(int number);
int __sleep(long nanoseconds);
long __realtime(void);
long __monotonic(void);
long __cputime(void);
long __getcwd(char *to, size_t size);
long __hostname(char *to, size_t size);
int __stat(const char *path, long follow, long *to);
long __sigaction(int number, void (*handler)(int), int restart);
long __alarm(long nanoseconds);
int __exec(const char *path, char *const argv[], char *const env[]);
int __socket(int family, int kind);
int __bind(int fd, const void *address);
int __connect(int fd, const void *address);
int __accept(int fd, void *address);
int __setsockopt(int fd, int level, int option, int value);
int __ftoa(double v, int conversion, int precision, int alternate, char *to);
double __strtod(const char *text, int *used);
int __random(void *to, size_t n);
int __resolve(const char *name, void *to);
int __chmod(const char *path, int mode);
int main();

int errno;
char **environ;
struct _IO_FILE { int fd; int mode; char *buf; size_t cap; size_t len; size_t pos; int writing; int eof; int err; int un; struct _IO_FILE *next; };
static FILE __in = { 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0 };
static FILE __out = { 1, -1, 0, 0, 0, 0, 0, 0, 0, -1, &__in };
static FILE __err = { 2, 2, 0, 0, 0, 0, 0, 0, 0, -1, &__out };
static FILE *__files = &__err;
FILE *stdin = &__in;
FILE *stdout = &__out;
FILE *stderr = &__err;

void __start(int argc, char **argv, char **envp) { environ = envp; exit(main(argc, argv, envp)); }

static void (*__atexit[32])(void);
static int __atexits;
int atexit(void (*f)(void)) { if (__atexits == 32) return -1; __atexit[__atexits++] = f; return 0; }
void exit(int status) { while (__atexits > 0) __atexit[--__atexits](); fflush(0); __exit(status); }
void _exit(int status) { __exit(status); }
void _Exit(int status) { __exit(status); }
void abort(void) { raise(SIGABRT); __die(SIGABRT); }
void __assert_fail(const char *text, const char *file, int line, const char *function) {
    extern char *__progname; fflush(stdout);
    fprintf(stderr, "%s: %s:%d: %s: Assertion `%s' failed.\n", __progname ? __progname : "a.out", file, line, function, text);
    abort();
}
char *__progname;

void free(void *block) {
    if (!block) return;
    int wrong = __free(block);
    if (wrong == 1) { write(2, "free(): invalid pointer\n", 24); abort(); }
    if (wrong == 2) { write(2, "free(): double free detected in tcache 2\n", 41); abort(); }
}
void *calloc(size_t n, size_t size) { if (size && n > (size_t)-1 / size) { errno = ENOMEM; return 0; } void *p = malloc(n * size); if (p) memset(p, 0, n * size); return p; }
void *realloc(void *old, size_t size) {
    if (!old) return malloc(size);
    void *p = malloc(size); if (!p) return 0;
    size_t had = __size(old); memcpy(p, old, had < size ? had : size); free(old); return p;
}

static int __all(int fd, const char *from, size_t n) { while (n > 0) { ssize_t w = write(fd, from, n); if (w < 0) return -1; from += w; n -= w; } return 0; }
static int __flush(FILE *f) { if (!f->writing || f->len == 0) return 0; size_t n = f->len; f->len = 0; if (__all(f->fd, f->buf, n) < 0) { f->err = 1; return EOF; } return 0; }
int fflush(FILE *f) { if (f) return __flush(f); int r = 0; for (FILE *o = __files; o; o = o->next) if (__flush(o)) r = EOF; return r; }
static void __room(FILE *f) { if (!f->buf) { f->cap = 4096; f->buf = malloc(f->cap); } if (f->mode == -1) f->mode = isatty(f->fd) > 0 ? _IOLBF : _IOFBF; }
static int __put(FILE *f, const char *from, size_t n) {
    if (f->mode == _IONBF) { if (__all(f->fd, from, n) < 0) { f->err = 1; return -1; } return 0; }
    __room(f);
    if (!f->writing) { if (f->len > f->pos) lseek(f->fd, -(long)(f->len - f->pos), SEEK_CUR); f->writing = 1; f->len = f->pos = 0; }
    if (f->len + n > f->cap && __flush(f)) return -1;
    if (n > f->cap) { if (__all(f->fd, from, n) < 0) { f->err = 1; return -1; } return 0; }
    memcpy(f->buf + f->len, from, n); f->len += n;
    if (f->mode == _IOLBF && memchr(from, '\n', n)) return __flush(f);
    return 0;
}
int fputc(int c, FILE *f) { char b = c; return __put(f, &b, 1) < 0 ? EOF : (unsigned char)c; }
int putc(int c, FILE *f) { return fputc(c, f); }
int putchar(int c) { return fputc(c, stdout); }
int fputs(const char *s, FILE *f) { return __put(f, s, strlen(s)) < 0 ? EOF : 1; }
int puts(const char *s) { size_t n = strlen(s); if (__put(stdout, s, n) < 0 || __put(stdout, "\n", 1) < 0) return EOF; return n + 1; }
size_t fwrite(const void *from, size_t size, size_t n, FILE *f) { return size == 0 || n == 0 || __put(f, from, size * n) < 0 ? 0 : n; }
int fgetc(FILE *f) {
    if (f->un >= 0) { int c = f->un; f->un = -1; return c; }
    if (f->writing) { __flush(f); f->writing = 0; f->len = f->pos = 0; }
    if (f->pos >= f->len) {
        __room(f);
        if (f->fd == 0) __flush(stdout);
        ssize_t n = read(f->fd, f->buf, f->cap);
        if (n <= 0) { if (n < 0) f->err = 1; else f->eof = 1; return EOF; }
        f->len = n; f->pos = 0;
    }
    return (unsigned char)f->buf[f->pos++];
}
int getc(FILE *f) { return fgetc(f); }
int getchar(void) { return fgetc(stdin); }
int ungetc(int c, FILE *f) { if (c == EOF) return EOF; f->un = (unsigned char)c; f->eof = 0; return c; }
char *fgets(char *to, int size, FILE *f) { int n = 0; while (n + 1 < size) { int c = fgetc(f); if (c == EOF) break; to[n++] = c; if (c == '\n') break; } if (n == 0) return 0; to[n] = 0; return to; }
ssize_t getline(char **line, size_t *size, FILE *f) {
    size_t n = 0;
    for (;;) {
        int c = fgetc(f); if (c == EOF) break;
        if (!*line || n + 2 > *size) { size_t more = *size < 120 ? 120 : *size * 2; *line = realloc(*line, more); *size = more; }
        (*line)[n++] = c; if (c == '\n') break;
    }
    if (n == 0) return -1;
    (*line)[n] = 0; return n;
}
size_t fread(void *to, size_t size, size_t n, FILE *f) { if (size == 0) return 0; size_t i; char *at = to; for (i = 0; i < size * n; i++) { int c = fgetc(f); if (c == EOF) break; at[i] = c; } return i / size; }
FILE *fdopen(int fd, const char *mode) { FILE *f = calloc(1, sizeof *f); f->fd = fd; f->mode = -1; f->un = -1; f->next = __files; __files = f; return f; }
FILE *fopen(const char *path, const char *mode) {
    int flags = mode[0] == 'r' ? O_RDONLY : mode[0] == 'w' ? O_CREAT | O_TRUNC | O_WRONLY : O_CREAT | O_APPEND | O_WRONLY;
    if (strchr(mode, '+')) flags = (flags & ~O_WRONLY) | O_RDWR;
    int fd = open(path, flags, 0666); return fd < 0 ? 0 : fdopen(fd, mode);
}
int fclose(FILE *f) { int r = __flush(f); FILE **at = &__files; while (*at && *at != f) at = &(*at)->next; if (*at) *at = f->next; close(f->fd); if (f->buf) free(f->buf); if (f != &__in && f != &__out && f != &__err) free(f); return r; }
int fseek(FILE *f, long offset, int whence) { if (f->writing) __flush(f); else if (whence == SEEK_CUR) offset -= f->len - f->pos; f->writing = 0; f->len = f->pos = 0; f->eof = 0; f->un = -1; return lseek(f->fd, offset, whence) < 0 ? -1 : 0; }
long ftell(FILE *f) { long at = lseek(f->fd, 0, SEEK_CUR); if (at < 0) return at; return f->writing ? at + (long)f->len : at - (long)(f->len - f->pos) - (f->un >= 0); }
void rewind(FILE *f) { fseek(f, 0, SEEK_SET); f->err = 0; }
int feof(FILE *f) { return f->eof; }
int ferror(FILE *f) { return f->err; }
void clearerr(FILE *f) { f->eof = f->err = 0; }
int fileno(FILE *f) { return f->fd; }
int setvbuf(FILE *f, char *buffer, int mode, size_t size) { __flush(f); f->mode = mode; return 0; }
void setbuf(FILE *f, char *buffer) { if (!buffer) setvbuf(f, 0, _IONBF, 0); }
int remove(const char *path) { if (unlink(path) == 0) return 0; return errno == EISDIR ? rmdir(path) : -1; }

struct __text { char *b; size_t n; size_t cap; };
static void __more(struct __text *t, const char *from, size_t n) {
    if (t->n + n + 1 > t->cap) { size_t cap = (t->n + n + 1) * 2; char *b = malloc(cap); if (t->b) { memcpy(b, t->b, t->n); free(t->b); } t->b = b; t->cap = cap; }
    memcpy(t->b + t->n, from, n); t->n += n; t->b[t->n] = 0;
}
static void __pad(struct __text *t, char c, int n) { while (n-- > 0) __more(t, &c, 1); }
static void __format(struct __text *t, const char *f, va_list list) {
    __more(t, "", 0);
    while (*f) {
        if (*f != '%') { const char *s = f; while (*f && *f != '%') f++; __more(t, s, f - s); continue; }
        f++;
        int left = 0, plus = 0, space = 0, alt = 0, zero = 0, width = 0, precision = -1, size = 4;
        for (;; f++) { if (*f == '-') left = 1; else if (*f == '+') plus = 1; else if (*f == ' ') space = 1; else if (*f == '#') alt = 1; else if (*f == '0') zero = 1; else break; }
        if (*f == '*') { width = va_arg(list, int); if (width < 0) { left = 1; width = -width; } f++; }
        else while (isdigit(*f)) width = width * 10 + *f++ - '0';
        if (*f == '.') { f++; precision = 0; if (*f == '*') { precision = va_arg(list, int); f++; } else while (isdigit(*f)) precision = precision * 10 + *f++ - '0'; }
        for (;; f++) { if (*f == 'h') size = size == 2 ? 1 : 2; else if (*f == 'l' || *f == 'z' || *f == 'j' || *f == 't' || *f == 'L' || *f == 'q') size = 8; else break; }
        char digits[512]; const char *sign = ""; const char *body = digits; int n = 0; char c = *f; if (c) f++;
        if (c == 'd' || c == 'i') {
            long v = size == 8 ? va_arg(list, long) : va_arg(list, int);
            if (size == 2) v = (short)v; if (size == 1) v = (char)v;
            unsigned long u = v < 0 ? -(unsigned long)v : v; char *p = digits + 100; *p = 0;
            while (u) { *--p = '0' + u % 10; u /= 10; }
            if (v == 0 && precision != 0) *--p = '0';
            n = digits + 100 - p; while (n < precision && n < 90) { *--p = '0'; n++; }
            body = p; sign = v < 0 ? "-" : plus ? "+" : space ? " " : ""; if (precision >= 0) zero = 0;
        } else if (c == 'u' || c == 'x' || c == 'X' || c == 'o' || c == 'p') {
            unsigned long u = size == 8 || c == 'p' ? va_arg(list, unsigned long) : va_arg(list, unsigned);
            if (size == 2) u = (unsigned short)u; if (size == 1) u = (unsigned char)u;
            if (c == 'p' && u == 0) { body = "(nil)"; n = 5; zero = 0; }
            else {
                int base = c == 'u' ? 10 : c == 'o' ? 8 : 16; const char *set = c == 'X' ? "0123456789ABCDEF" : "0123456789abcdef"; char *p = digits + 100; *p = 0;
                if (c == 'p' || alt && u && base == 16) sign = c == 'X' ? "0X" : "0x";
                if (u == 0 && precision != 0) *--p = '0';
                while (u) { *--p = set[u % base]; u /= base; }
                if (alt && base == 8 && *p != '0') *--p = '0';
                n = digits + 100 - p; while (n < precision && n < 90) { *--p = '0'; n++; }
                body = p; if (precision >= 0) zero = 0;
            }
        } else if (c == 'c') { digits[0] = va_arg(list, int); n = 1; zero = 0; }
        else if (c == 's') {
            const char *s = va_arg(list, char *); if (!s) s = precision >= 0 && precision < 6 ? "" : "(null)";
            n = precision >= 0 ? strnlen(s, precision) : strlen(s); body = s; zero = 0;
        } else if (c == 'f' || c == 'F' || c == 'e' || c == 'E' || c == 'g' || c == 'G') {
            double v = va_arg(list, double); n = __ftoa(v, c, precision > 100 ? 100 : precision, alt, digits);
            sign = v < 0 || v == 0 && 1 / v < 0 ? "-" : plus ? "+" : space ? " " : ""; if (isalpha(digits[0])) zero = 0;
        } else if (c == 'n') { *va_arg(list, int *) = t->n; continue; }
        else if (c == 'm') { body = strerror(errno); n = strlen(body); }
        else { digits[0] = c ? c : '%'; n = 1; if (c != '%') { __more(t, "%", 1); } }
        int total = n + strlen(sign);
        if (!left && !zero) __pad(t, ' ', width - total);
        __more(t, sign, strlen(sign));
        if (!left && zero) __pad(t, '0', width - total);
        __more(t, body, n);
        if (left) __pad(t, ' ', width - total);
    }
}
int vfprintf(FILE *f, const char *format, va_list list) { struct __text t = {0}; __format(&t, format, list); int r = __put(f, t.b, t.n) < 0 ? -1 : (int)t.n; free(t.b); return r; }
int vprintf(const char *format, va_list list) { return vfprintf(stdout, format, list); }
int vsnprintf(char *to, size_t size, const char *format, va_list list) { struct __text t = {0}; __format(&t, format, list); if (size > 0) { size_t n = t.n < size - 1 ? t.n : size - 1; memcpy(to, t.b, n); to[n] = 0; } free(t.b); return t.n; }
int vsprintf(char *to, const char *format, va_list list) { return vsnprintf(to, (size_t)1 << 40, format, list); }
int printf(const char *format, ...) { va_list l; va_start(l, format); return vfprintf(stdout, format, l); }
int fprintf(FILE *f, const char *format, ...) { va_list l; va_start(l, format); return vfprintf(f, format, l); }
int sprintf(char *to, const char *format, ...) { va_list l; va_start(l, format); return vsprintf(to, format, l); }
int snprintf(char *to, size_t size, const char *format, ...) { va_list l; va_start(l, format); return vsnprintf(to, size, format, l); }
int dprintf(int fd, const char *format, ...) { va_list l; va_start(l, format); struct __text t = {0}; __format(&t, format, l); int r = __all(fd, t.b, t.n) < 0 ? -1 : (int)t.n; free(t.b); return r; }
int asprintf(char **to, const char *format, ...) { va_list l; va_start(l, format); struct __text t = {0}; __format(&t, format, l); *to = t.b; return t.n; }

struct __from { FILE *f; const char *s; int back; int n; };
static int __get(struct __from *i) { int c; if (i->back != -2) { c = i->back; i->back = -2; } else c = i->f ? fgetc(i->f) : *i->s ? (unsigned char)*i->s++ : EOF; i->n++; return c; }
static void __unget(struct __from *i, int c) { i->back = c; i->n--; }
static int __scan(struct __from *i, const char *f, va_list list) {
    int done = 0, c;
    while (*f) {
        if (isspace(*f)) { f++; while (isspace(c = __get(i))); __unget(i, c); continue; }
        if (*f != '%') { c = __get(i); if (c != *f) { __unget(i, c); break; } f++; continue; }
        f++;
        int skip = 0, width = 0, size = 4; char b[256]; int n = 0;
        if (*f == '*') { skip = 1; f++; }
        while (isdigit(*f)) width = width * 10 + *f++ - '0';
        for (;; f++) { if (*f == 'h') size = size == 2 ? 1 : 2; else if (*f == 'l' || *f == 'z' || *f == 'L' || *f == 'j') size = 8; else break; }
        char k = *f++;
        if (k == '%') { c = __get(i); if (c != '%') break; continue; }
        if (k == 'n') { *va_arg(list, int *) = i->n; continue; }
        if (k != 'c' && k != '[') { while (isspace(c = __get(i))); __unget(i, c); }
        c = __get(i); if (c == EOF) { __unget(i, c); return done ? done : EOF; }
        if (k == 'c') { char *to = skip ? 0 : va_arg(list, char *); if (!width) width = 1; while (width--) { if (to) *to++ = c; if (width) c = __get(i); } if (!skip) done++; continue; }
        if (k == 's' || k == '[') {
            const char *set = f; int no = 0; const char *end = f;
            if (k == '[') { if (*set == '^') { no = 1; set++; } end = set; if (*end == ']') end++; while (*end && *end != ']') end++; f = *end ? end + 1 : end; }
            char *to = skip ? 0 : va_arg(list, char *);
            while (c != EOF && (!width || n < width)) {
                int in = 0;
                if (k == 's') in = !isspace(c);
                else { for (const char *p = set; p < end; p++) { if (p + 2 < end && p[1] == '-') { if (c >= p[0] && c <= p[2]) in = 1; p += 2; } else if (*p == c) in = 1; } if (no) in = !in; }
                if (!in) break;
                if (to) to[n] = c; n++; c = __get(i);
            }
            __unget(i, c); if (n == 0) break; if (to) { to[n] = 0; done++; } continue;
        }
        while (c != EOF && n < 255 && (!width || n < width) && (isalnum(c) || c == '+' && n == 0 || c == '-' && (n == 0 || tolower(b[n - 1]) == 'e') || c == '.')) {
            int fl = k == 'f' || k == 'e' || k == 'g';
            if (!fl && (c == '.' || isalpha(c) && k != 'x' && k != 'i' && k != 'X')) break;
            b[n++] = c; c = __get(i);
        }
        __unget(i, c); b[n] = 0; char *end;
        if (k == 'f' || k == 'e' || k == 'g') { double v = strtod(b, &end); if (end == b) break; if (!skip) { if (size == 8) *va_arg(list, double *) = v; else *va_arg(list, float *) = v; } }
        else { long v = strtol(b, &end, k == 'x' || k == 'X' ? 16 : k == 'o' ? 8 : k == 'i' ? 0 : 10); if (end == b) break; if (!skip) { void *to = va_arg(list, void *); if (size == 8) *(long *)to = v; else if (size == 4) *(int *)to = v; else if (size == 2) *(short *)to = v; else *(char *)to = v; } }
        if (!skip) done++;
    }
    return done;
}
int scanf(const char *format, ...) { va_list l; va_start(l, format); struct __from i = { stdin, 0, -2, 0 }; int r = __scan(&i, format, l); if (i.back >= 0) ungetc(i.back, stdin); return r; }
int fscanf(FILE *f, const char *format, ...) { va_list l; va_start(l, format); struct __from i = { f, 0, -2, 0 }; int r = __scan(&i, format, l); if (i.back >= 0) ungetc(i.back, f); return r; }
int sscanf(const char *s, const char *format, ...) { va_list l; va_start(l, format); struct __from i = { 0, s, -2, 0 }; return __scan(&i, format, l); }

size_t strnlen(const char *s, size_t n) { size_t i = 0; while (i < n && s[i]) i++; return i; }
int strncmp(const char *a, const char *b, size_t n) { while (n && *a && *a == *b) { a++; b++; n--; } return n ? (unsigned char)*a - (unsigned char)*b : 0; }
int strcoll(const char *a, const char *b) { return strcmp(a, b); }
int strncasecmp(const char *a, const char *b, size_t n) { while (n && *a && tolower(*a) == tolower(*b)) { a++; b++; n--; } return n ? tolower((unsigned char)*a) - tolower((unsigned char)*b) : 0; }
int strcasecmp(const char *a, const char *b) { return strncasecmp(a, b, -1); }
char *strcpy(char *to, const char *from) { memcpy(to, from, strlen(from) + 1); return to; }
char *strncpy(char *to, const char *from, size_t n) { size_t i = 0; for (; i < n && from[i]; i++) to[i] = from[i]; for (; i < n; i++) to[i] = 0; return to; }
char *strcat(char *to, const char *from) { strcpy(to + strlen(to), from); return to; }
char *strncat(char *to, const char *from, size_t n) { size_t k = strnlen(from, n); char *e = to + strlen(to); memcpy(e, from, k); e[k] = 0; return to; }
char *strchr(const char *s, int c) { for (;; s++) { if (*s == (char)c) return (char *)s; if (!*s) return 0; } }
char *strrchr(const char *s, int c) { char *r = 0; for (;; s++) { if (*s == (char)c) r = (char *)s; if (!*s) return r; } }
void *memchr(const void *in, int c, size_t n) { const char *s = in; while (n--) { if (*s == (char)c) return (void *)s; s++; } return 0; }
char *strstr(const char *s, const char *what) { size_t n = strlen(what); for (;; s++) { if (strncmp(s, what, n) == 0) return (char *)s; if (!*s) return 0; } }
size_t strspn(const char *s, const char *any) { size_t n = 0; while (s[n] && strchr(any, s[n])) n++; return n; }
size_t strcspn(const char *s, const char *any) { size_t n = 0; while (s[n] && !strchr(any, s[n])) n++; return n; }
char *strpbrk(const char *s, const char *any) { s += strcspn(s, any); return *s ? (char *)s : 0; }
char *strtok_r(char *s, const char *any, char **save) { if (!s) s = *save; if (!s) return 0; s += strspn(s, any); if (!*s) { *save = 0; return 0; } char *e = s + strcspn(s, any); if (*e) { *e = 0; *save = e + 1; } else *save = 0; return s; }
char *strtok(char *s, const char *any) { static char *save; return strtok_r(s, any, &save); }
char *strsep(char **s, const char *any) { char *at = *s; if (!at) return 0; char *e = at + strcspn(at, any); if (*e) { *e = 0; *s = e + 1; } else *s = 0; return at; }
char *strndup(const char *s, size_t n) { size_t k = strnlen(s, n); char *p = malloc(k + 1); memcpy(p, s, k); p[k] = 0; return p; }
char *strdup(const char *s) { return strndup(s, -1); }
static const struct { int n; const char *s; } __errors[] = { {0, "Success"}, {1, "Operation not permitted"}, {2, "No such file or directory"}, {3, "No such process"}, {4, "Interrupted system call"}, {5, "Input/output error"}, {8, "Exec format error"}, {9, "Bad file descriptor"}, {10, "No child processes"}, {11, "Resource temporarily unavailable"}, {12, "Cannot allocate memory"}, {13, "Permission denied"}, {14, "Bad address"}, {16, "Device or resource busy"}, {17, "File exists"}, {20, "Not a directory"}, {21, "Is a directory"}, {22, "Invalid argument"}, {24, "Too many open files"}, {25, "Inappropriate ioctl for device"}, {27, "File too large"}, {28, "No space left on device"}, {29, "Illegal seek"}, {30, "Read-only file system"}, {32, "Broken pipe"}, {33, "Numerical argument out of domain"}, {34, "Numerical result out of range"}, {36, "File name too long"}, {38, "Function not implemented"}, {39, "Directory not empty"}, {40, "Too many levels of symbolic links"}, {88, "Socket operation on non-socket"}, {97, "Address family not supported by protocol"}, {98, "Address already in use"}, {99, "Cannot assign requested address"}, {101, "Network is unreachable"}, {104, "Connection reset by peer"}, {106, "Transport endpoint is already connected"}, {107, "Transport endpoint is not connected"}, {110, "Connection timed out"}, {111, "Connection refused"}, {113, "No route to host"} };
char *strerror(int number) { static char b[40]; for (size_t i = 0; i < sizeof __errors / sizeof __errors[0]; i++) if (__errors[i].n == number) return (char *)__errors[i].s; sprintf(b, "Unknown error %d", number); return b; }
static const char *__signals[] = { "Unknown signal 0", "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted", "Bus error", "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault", "User defined signal 2", "Broken pipe", "Alarm clock", "Terminated" };
char *strsignal(int number) { static char b[40]; if (number > 0 && number < 16) return (char *)__signals[number]; sprintf(b, "Unknown signal %d", number); return b; }
void perror(const char *text) { int e = errno; if (text && *text) fprintf(stderr, "%s: %s\n", text, strerror(e)); else fprintf(stderr, "%s\n", strerror(e)); }

int isupper(int c) { return c >= 'A' && c <= 'Z'; }
int islower(int c) { return c >= 'a' && c <= 'z'; }
int isalpha(int c) { return isupper(c) || islower(c); }
int isdigit(int c) { return c >= '0' && c <= '9'; }
int isalnum(int c) { return isalpha(c) || isdigit(c); }
int isspace(int c) { return c == ' ' || c >= 9 && c <= 13; }
int isblank(int c) { return c == ' ' || c == 9; }
int isprint(int c) { return c >= 32 && c < 127; }
int isgraph(int c) { return c > 32 && c < 127; }
int iscntrl(int c) { return c >= 0 && c < 32 || c == 127; }
int ispunct(int c) { return isgraph(c) && !isalnum(c); }
int isxdigit(int c) { return isdigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'; }
int toupper(int c) { return islower(c) ? c - 32 : c; }
int tolower(int c) { return isupper(c) ? c + 32 : c; }

static unsigned long __number(const char *s, char **end, int base, int sign) {
    const char *start = s; while (isspace(*s)) s++;
    int minus = 0; if (*s == '+' || *s == '-') minus = *s++ == '-';
    if ((base == 0 || base == 16) && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && isxdigit(s[2])) { s += 2; base = 16; }
    if (base == 0) base = *s == '0' ? 8 : 10;
    unsigned long v = 0, most = sign ? minus ? (unsigned long)1 << 63 : ((unsigned long)1 << 63) - 1 : -1; int any = 0, over = 0;
    for (;; s++) { int d = isdigit(*s) ? *s - '0' : isalpha(*s) ? tolower(*s) - 'a' + 10 : 99; if (d >= base) break; any = 1; if (v > (most - d) / base) over = 1; else v = v * base + d; }
    if (end) *end = (char *)(any ? s : start);
    if (over) { errno = ERANGE; return most; }
    return minus ? -v : v;
}
long strtol(const char *s, char **end, int base) { return __number(s, end, base, 1); }
long long strtoll(const char *s, char **end, int base) { return __number(s, end, base, 1); }
unsigned long strtoul(const char *s, char **end, int base) { return __number(s, end, base, 0); }
unsigned long long strtoull(const char *s, char **end, int base) { return __number(s, end, base, 0); }
double strtod(const char *s, char **end) { int used; double v = __strtod(s, &used); if (end) *end = (char *)s + used; return v; }
int atoi(const char *s) { return strtol(s, 0, 10); }
long atol(const char *s) { return strtol(s, 0, 10); }
long long atoll(const char *s) { return strtol(s, 0, 10); }
double atof(const char *s) { return strtod(s, 0); }
int abs(int n) { return n < 0 ? -n : n; }
long labs(long n) { return n < 0 ? -n : n; }
long long llabs(long long n) { return n < 0 ? -n : n; }
div_t div(int a, int b) { div_t r = { a / b, a % b }; return r; }
static int __r[34]; static int __ri = -1; static unsigned *__o; static unsigned __table[31]; static int __f, __b;
void srand(unsigned seed) {
    if (seed == 0) seed = 1; long w = (int)seed; __table[0] = seed;
    for (int i = 1; i < 31; i++) { w = (16807 * w) % 2147483647; if (w < 0) w += 2147483647; __table[i] = w; }
    __f = 3; __b = 0; __ri = 0; for (int i = 0; i < 310; i++) rand();
}
int rand(void) { if (__ri < 0) srand(1); __table[__f] += __table[__b]; unsigned r = __table[__f]; if (++__f == 31) __f = 0; if (++__b == 31) __b = 0; return r >> 1; }
char *getenv(const char *name) { size_t n = strlen(name); for (char **e = environ; *e; e++) if (strncmp(*e, name, n) == 0 && (*e)[n] == '=') return *e + n + 1; return 0; }
int unsetenv(const char *name) { size_t n = strlen(name); for (char **e = environ; *e; e++) if (strncmp(*e, name, n) == 0 && (*e)[n] == '=') { for (char **m = e; *m; m++) *m = m[1]; e--; } return 0; }
int setenv(const char *name, const char *value, int overwrite) {
    if (getenv(name)) { if (!overwrite) return 0; unsetenv(name); }
    int n = 0; while (environ[n]) n++;
    char **e = malloc((n + 2) * sizeof *e); memcpy(e, environ, n * sizeof *e); asprintf(&e[n], "%s=%s", name, value); e[n + 1] = 0; environ = e; return 0;
}
static void __merge(char *a, size_t n, size_t size, int (*compare)(const void *, const void *), char *spare) {
    if (n < 2) return; size_t h = n / 2; char *b = a + h * size; __merge(a, h, size, compare, spare); __merge(b, n - h, size, compare, spare);
    size_t i = 0, j = 0, k = 0; while (i < h || j < n - h) { if (j >= n - h || i < h && compare(a + i * size, b + j * size) <= 0) memcpy(spare + k++ * size, a + i++ * size, size); else memcpy(spare + k++ * size, b + j++ * size, size); }
    memcpy(a, spare, n * size);
}
void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *)) { char *spare = malloc(n * size); __merge(base, n, size, compare, spare); free(spare); }
void *bsearch(const void *key, const void *base, size_t n, size_t size, int (*compare)(const void *, const void *)) { size_t lo = 0, hi = n; while (lo < hi) { size_t m = (lo + hi) / 2; const char *p = (const char *)base + m * size; int c = compare(key, p); if (c == 0) return (void *)p; if (c < 0) hi = m; else lo = m + 1; } return 0; }

double fmin(double x, double y) { return x != x || y < x ? y : x; }
double fmax(double x, double y) { return x != x || y > x ? y : x; }
long lround(double x) { return (long)round(x); }
float sqrtf(float x) { return sqrt(x); }
float fabsf(float x) { return fabs(x); }
float powf(float x, float y) { return pow(x, y); }
float sinf(float x) { return sin(x); }
float cosf(float x) { return cos(x); }
float floorf(float x) { return floor(x); }

time_t time(time_t *to) { time_t t = __realtime() / 1000000000; if (to) *to = t; return t; }
clock_t clock(void) { return __cputime() / 1000; }
double difftime(time_t a, time_t b) { return a - b; }
int clock_gettime(clockid_t which, struct timespec *to) { long n = which == CLOCK_MONOTONIC ? __monotonic() : which == CLOCK_PROCESS_CPUTIME_ID ? __cputime() : __realtime(); to->tv_sec = n / 1000000000; to->tv_nsec = n % 1000000000; return 0; }
int gettimeofday(struct timeval *to, void *zone) { long n = __realtime(); to->tv_sec = n / 1000000000; to->tv_usec = n % 1000000000 / 1000; return 0; }
struct tm *gmtime_r(const time_t *t, struct tm *tm) {
    long days = *t / 86400, s = *t % 86400; if (s < 0) { s += 86400; days--; }
    tm->tm_hour = s / 3600; tm->tm_min = s / 60 % 60; tm->tm_sec = s % 60; tm->tm_wday = (days % 7 + 11) % 7; tm->tm_isdst = 0; tm->tm_gmtoff = 0; tm->tm_zone = "UTC";
    long z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    tm->tm_mday = doy - (153 * mp + 2) / 5 + 1; tm->tm_mon = mp < 10 ? mp + 2 : mp - 10; long y = yoe + era * 400 + (tm->tm_mon < 2); tm->tm_year = y - 1900;
    tm->tm_yday = tm->tm_mon < 2 ? doy - 306 : doy + 59 + (y % 4 == 0 && y % 100 != 0 || y % 400 == 0); return tm;
}
struct tm *gmtime(const time_t *t) { static struct tm tm; return gmtime_r(t, &tm); }
struct tm *localtime(const time_t *t) { return gmtime(t); }
struct tm *localtime_r(const time_t *t, struct tm *to) { return gmtime_r(t, to); }
time_t mktime(struct tm *tm) { long y = tm->tm_year + 1900 + tm->tm_mon / 12, m = tm->tm_mon % 12 + 1; if (m <= 2) y--; long era = y / 400, yoe = y - era * 400, doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + tm->tm_mday - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy; time_t t = (era * 146097 + doe - 719468) * 86400 + tm->tm_hour * 3600 + tm->tm_min * 60 + tm->tm_sec; gmtime_r(&t, tm); return t; }
static const char *__days[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *__months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };
char *asctime(const struct tm *tm) { static char b[40]; sprintf(b, "%.3s %.3s %2d %02d:%02d:%02d %d\n", __days[tm->tm_wday], __months[tm->tm_mon], tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, tm->tm_year + 1900); return b; }
char *ctime(const time_t *t) { return asctime(gmtime(t)); }
size_t strftime(char *to, size_t size, const char *f, const struct tm *tm) {
    struct __text t = {0}; char b[64]; __more(&t, "", 0);
    for (; *f; f++) {
        if (*f != '%') { __more(&t, f, 1); continue; }
        f++; b[0] = 0; int h = tm->tm_hour % 12 ? tm->tm_hour % 12 : 12;
        switch (*f) {
        case 'Y': sprintf(b, "%d", tm->tm_year + 1900); break; case 'y': sprintf(b, "%02d", tm->tm_year % 100); break;
        case 'm': sprintf(b, "%02d", tm->tm_mon + 1); break; case 'd': sprintf(b, "%02d", tm->tm_mday); break; case 'e': sprintf(b, "%2d", tm->tm_mday); break;
        case 'H': sprintf(b, "%02d", tm->tm_hour); break; case 'I': sprintf(b, "%02d", h); break; case 'M': sprintf(b, "%02d", tm->tm_min); break; case 'S': sprintf(b, "%02d", tm->tm_sec); break;
        case 'p': strcpy(b, tm->tm_hour < 12 ? "AM" : "PM"); break; case 'j': sprintf(b, "%03d", tm->tm_yday + 1); break; case 'Z': strcpy(b, tm->tm_zone ? tm->tm_zone : "UTC"); break; case 'z': strcpy(b, "+0000"); break;
        case 'a': sprintf(b, "%.3s", __days[tm->tm_wday]); break; case 'A': strcpy(b, __days[tm->tm_wday]); break; case 'b': case 'h': sprintf(b, "%.3s", __months[tm->tm_mon]); break; case 'B': strcpy(b, __months[tm->tm_mon]); break;
        case 'F': sprintf(b, "%d-%02d-%02d", tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday); break; case 'T': sprintf(b, "%02d:%02d:%02d", tm->tm_hour, tm->tm_min, tm->tm_sec); break; case 'R': sprintf(b, "%02d:%02d", tm->tm_hour, tm->tm_min); break;
        case 'D': case 'x': sprintf(b, "%02d/%02d/%02d", tm->tm_mon + 1, tm->tm_mday, tm->tm_year % 100); break; case 'X': sprintf(b, "%02d:%02d:%02d", tm->tm_hour, tm->tm_min, tm->tm_sec); break; case 'c': strncat(b, asctime(tm), 24); break;
        case 'u': sprintf(b, "%d", tm->tm_wday ? tm->tm_wday : 7); break; case 'w': sprintf(b, "%d", tm->tm_wday); break; case 'n': strcpy(b, "\n"); break; case 't': strcpy(b, "\t"); break; case '%': strcpy(b, "%"); break;
        }
        __more(&t, b, strlen(b));
    }
    size_t n = t.n; if (n >= size) { free(t.b); return 0; } memcpy(to, t.b, n + 1); free(t.b); return n;
}
int nanosleep(const struct timespec *wanted, struct timespec *left) { return __sleep(wanted->tv_sec * 1000000000 + wanted->tv_nsec) < 0 ? -1 : 0; }
unsigned sleep(unsigned seconds) { long until = __monotonic() + seconds * 1000000000L; if (__sleep(seconds * 1000000000L) < 0) { long left = until - __monotonic(); return left > 0 ? (left + 500000000) / 1000000000 : 0; } return 0; }
int usleep(useconds_t n) { return __sleep(n * 1000L); }
unsigned alarm(unsigned seconds) { return (__alarm(seconds * 1000000000L) + 999999999) / 1000000000; }
char *getcwd(char *to, size_t size) { if (!to) { if (!size) size = 4096; to = malloc(size); } long r = __getcwd(to, size); if (r == -2) { errno = ERANGE; return 0; } return r < 0 ? 0 : to; }
int gethostname(char *to, size_t size) { return __hostname(to, size) < 0 ? -1 : 0; }
gid_t getegid(void) { return getgid(); }
int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
static int __stats(const char *path, long how, struct stat *to) { long v[8]; if (__stat(path, how, v) < 0) return -1; to->st_dev = v[0]; to->st_ino = v[1]; to->st_nlink = v[2]; to->st_mode = v[3]; to->st_uid = v[4]; to->st_gid = v[5]; to->st_size = v[6]; to->st_mtime = v[7]; return 0; }
int stat(const char *path, struct stat *to) { return __stats(path, 1, to); }
int lstat(const char *path, struct stat *to) { return __stats(path, 0, to); }
int fstat(int fd, struct stat *to) { return __stats(0, fd, to); }
int chmod(const char *path, mode_t mode) { return __chmod(path, mode); }
int execve(const char *path, char *const argv[], char *const env[]) { return __exec(path, argv, env); }
int execv(const char *path, char *const argv[]) { return __exec(path, argv, environ); }
int execvp(const char *file, char *const argv[]) {
    if (strchr(file, '/')) return execv(file, argv);
    const char *path = getenv("PATH"); if (!path) path = "/bin:/usr/bin"; char full[4096];
    while (*path) { size_t n = strcspn(path, ":"); snprintf(full, sizeof full, "%.*s/%s", (int)n, path, file); if (access(full, X_OK) == 0) return execv(full, argv); path += n; if (*path) path++; }
    errno = ENOENT; return -1;
}
static void __list(char **argv, const char *first, va_list l) { int n = 0; argv[n++] = (char *)first; while (n < 63 && (argv[n] = va_arg(l, char *))) n++; argv[63] = 0; }
int execl(const char *path, const char *arg, ...) { char *argv[64]; va_list l; va_start(l, arg); __list(argv, arg, l); return execv(path, argv); }
int execlp(const char *file, const char *arg, ...) { char *argv[64]; va_list l; va_start(l, arg); __list(argv, arg, l); return execvp(file, argv); }
char *optarg; int optind = 1, opterr = 1, optopt; static int __optpos;
int getopt(int argc, char *const argv[], const char *options) {
    if (optind >= argc || argv[optind][0] != '-' || !argv[optind][1]) return -1;
    if (strcmp(argv[optind], "--") == 0) { optind++; return -1; }
    if (!__optpos) __optpos = 1;
    int c = argv[optind][__optpos++]; const char *known = strchr(options, c); optopt = c;
    if (!known || c == ':') { if (opterr && *options != ':') fprintf(stderr, "%s: invalid option -- '%c'\n", argv[0], c); if (!argv[optind][__optpos]) { optind++; __optpos = 0; } return '?'; }
    if (known[1] == ':') { if (argv[optind][__optpos]) optarg = argv[optind] + __optpos; else if (++optind < argc) optarg = argv[optind]; else { if (opterr && *options != ':') fprintf(stderr, "%s: option requires an argument -- '%c'\n", argv[0], c); __optpos = 0; return *options == ':' ? ':' : '?'; } optind++; __optpos = 0; }
    else if (!argv[optind][__optpos]) { optind++; __optpos = 0; }
    return c;
}
int sigaction(int number, const struct sigaction *what, struct sigaction *old) { static struct sigaction now[65]; if (number < 1 || number > 64 || number == 9 || number == 19) { errno = EINVAL; return -1; } struct sigaction had = now[number]; if (what) { __sigaction(number, what->sa_handler, what->sa_flags & SA_RESTART); now[number] = *what; } if (old) *old = had; return 0; }
sighandler_t signal(int number, sighandler_t handler) { struct sigaction what = { handler, 0, SA_RESTART }, old; return sigaction(number, &what, &old) < 0 ? SIG_ERR : old.sa_handler; }
int sigemptyset(sigset_t *set) { *set = 0; return 0; }
int sigaddset(sigset_t *set, int number) { *set |= 1UL << (number - 1); return 0; }
int raise(int number) { return kill(getpid(), number); }

int socket(int family, int kind, int protocol) { return __socket(family, kind & 15); }
int bind(int fd, const struct sockaddr *address, socklen_t size) { return __bind(fd, address) < 0 ? -1 : 0; }
int connect(int fd, const struct sockaddr *address, socklen_t size) { return __connect(fd, address) < 0 ? -1 : 0; }
int accept(int fd, struct sockaddr *address, socklen_t *size) { int r = __accept(fd, address); if (r >= 0 && size) *size = 16; return r; }
int setsockopt(int fd, int level, int option, const void *value, socklen_t size) { return __setsockopt(fd, level, option, size >= 4 ? *(const int *)value : 0) < 0 ? -1 : 0; }
uint16_t htons(uint16_t n) { return n << 8 | n >> 8; }
uint16_t ntohs(uint16_t n) { return htons(n); }
uint32_t htonl(uint32_t n) { return n << 24 | (n & 0xff00) << 8 | n >> 8 & 0xff00 | n >> 24; }
uint32_t ntohl(uint32_t n) { return htonl(n); }
int inet_aton(const char *s, struct in_addr *to) { int a, b, c, d, n; if (sscanf(s, "%d.%d.%d.%d%n", &a, &b, &c, &d, &n) != 4 || (a | b | c | d) > 255 || (a | b | c | d) < 0) return 0; to->s_addr = a | b << 8 | c << 16 | (unsigned)d << 24; return 1; }
in_addr_t inet_addr(const char *s) { struct in_addr a; return inet_aton(s, &a) ? a.s_addr : INADDR_NONE; }
int inet_pton(int family, const char *s, void *to) { return inet_aton(s, to); }
const char *inet_ntop(int family, const void *from, char *to, socklen_t size) { const unsigned char *b = from; snprintf(to, size, "%d.%d.%d.%d", b[0], b[1], b[2], b[3]); return to; }
char *inet_ntoa(struct in_addr a) { static char b[16]; return (char *)inet_ntop(AF_INET, &a, b, 16); }
struct hostent *gethostbyname(const char *name) { static struct in_addr a; static char *addresses[2]; static struct hostent h; if (__resolve(name, &a) < 0) return 0; addresses[0] = (char *)&a; h.h_name = (char *)name; h.h_addrtype = AF_INET; h.h_length = 4; h.h_addr_list = addresses; return &h; }
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **to) {
    struct in_addr a = { 0 }; if (node && __resolve(node, &a) < 0) return -2;
    struct addrinfo *i = calloc(1, sizeof *i); struct sockaddr_in *s = calloc(1, sizeof *s);
    s->sin_family = AF_INET; s->sin_addr = a; s->sin_port = htons(service ? atoi(service) : 0);
    i->ai_family = AF_INET; i->ai_socktype = hints && hints->ai_socktype ? hints->ai_socktype : SOCK_STREAM; i->ai_addrlen = 16; i->ai_addr = (struct sockaddr *)s; *to = i; return 0;
}
void freeaddrinfo(struct addrinfo *list) { free(list->ai_addr); free(list); }
const char *gai_strerror(int number) { return number == -2 ? "Name or service not known" : "Unknown error"; }
