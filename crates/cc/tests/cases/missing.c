#include "foo.h"
int main(void) { return 0; }
//// messages
main.c:1:10: fatal error: foo.h: No such file or directory
    1 | #include "foo.h"
      |          ^~~~~~~
compilation terminated.
