docker build -q -t label .
