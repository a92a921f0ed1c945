#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <stdint.h>
typedef struct node { int value; struct node *next; } node;
struct point { double x, y; };
union u { uint32_t i; unsigned char b[4]; };
enum color { RED, GREEN = 5, BLUE };
static struct point add(struct point a, struct point b) { struct point r = { a.x + b.x, a.y + b.y }; return r; }
static node *push(node *head, int v) { node *n = malloc(sizeof *n); n->value = v; n->next = head; return n; }
int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int twice(int n) { return 2 * n; }
int table[3][2] = { {1, 2}, {3, 4}, 5, 6 };
const char *names[] = { "zero", "one", [3] = "three" };
struct { const char *name; int (*f)(int); } ops[] = { { "twice", twice }, { .f = twice, .name = "again" } };
int main(void) {
    node *list = NULL;
    for (int i = 0; i < 5; i++) list = push(list, i * i);
    for (node *n = list; n; n = n->next) printf("%d ", n->value);
    puts("");
    struct point p = add((struct point){1, 2}, (struct point){.y = 3, .x = 0.5});
    printf("%.1f %.1f %zu\n", p.x, p.y, sizeof p);
    union u u; u.i = 0x01020304;
    printf("%d %d %d\n", u.b[0], BLUE, (int)sizeof(union u));
    int a[] = { 5, 3, 9, 1, 7 };
    qsort(a, sizeof a / sizeof a[0], sizeof a[0], compare);
    for (size_t i = 0; i < 5; i++) printf("%d,", a[i]);
    printf("\n%d %d %s %zu\n", table[1][1], table[2][1], names[3], sizeof names / sizeof *names);
    printf("%s %d %d\n", ops[1].name, ops[0].f(21), (*ops[1].f)(4));
    char buf[32] = "abc"; strcat(buf, "def"); strncat(buf, "ghijk", 2);
    printf("%s %zu %d %s\n", buf, strlen(buf), strcmp("a", "b") < 0, strstr(buf, "ef"));
    char text[] = "a,b,,c"; for (char *t = strtok(text, ","); t; t = strtok(NULL, ",")) printf("[%s]", t);
    puts("");
    unsigned char c = 250; c += 10; int8_t s = (int8_t)200; unsigned int ui = 1; 
    printf("%d %d %d %d\n", c, s, -1 < (int)ui, -1 < ui);
    int x = 5; x <<= 2; x ^= 3; x = x++ + 2; printf("%d %d %d\n", x, -7 / 2, -7 % 3);
    switch (x) { case 1: puts("one"); break; case 25: puts("25"); default: puts("fall"); }
    int i = 0; do { if (i == 2) continue; if (i == 4) break; printf("%d", i); } while (++i < 10);
    puts("");
    for (int i = 0, j = 10; i < j; i += 3, j--) { if (i == 3) goto out; }
out:
    printf("%s\n", x > 3 ? "big" : "small");
    float f = 0.1f; double d = f; printf("%.10f %d %d\n", d, f == 0.1, (int)3.99);
    printf("%d\n", atoi("42abc") + (int)strtol("0x1f", NULL, 16));
    static int counter; counter++; printf("%d %p\n", counter, (void *)0);
    free(list);
    return 0;
}
//// output
16 9 4 1 0 
1.5 5.0 16
4 6 4
1,3,5,7,9,
4 6 three 4
again 42 8
abcdefgh 8 1 efgh
[a][b][c]
4 -56 1 0
25 -3 -1
25
fall
013
big
0.1000000015 0 3
73
1 (nil)
//// status
0
