#!/bin/sh
echo "Tides of today"
python tides.py 252 745
