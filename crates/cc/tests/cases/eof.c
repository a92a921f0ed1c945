int main(void) {
    string s;
    return 0;
//// messages
main.c: In function 'main':
main.c:2:5: error: unknown type name 'string'
    2 |     string s;
      |     ^~~~~~
main.c:3:5: error: expected declaration or statement at end of input
    3 |     return 0;
      |     ^~~~~~
