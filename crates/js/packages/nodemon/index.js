// nodemon as a module of a program's own; the program is bin/nodemon.js.
throw new Error('drydock: nodemon inside of a program is not simulated');
