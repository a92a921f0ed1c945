int main(void) {
    retrun 0;
}
//// messages
main.c: In function 'main':
main.c:2:5: error: 'retrun' undeclared (first use in this function)
    2 |     retrun 0;
      |     ^~~~~~
main.c:2:5: note: each undeclared identifier is reported only once for each function it appears in
main.c:2:11: error: expected ';' before numeric constant
    2 |     retrun 0;
      |           ^~
      |           ;
