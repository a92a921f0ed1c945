// The prompt of node without a script.
process.stdout.write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`);
process.stderr.write('drydock: the prompt of node is not simulated; use node FILE or node -e CODE\n'); $.exit(1);
