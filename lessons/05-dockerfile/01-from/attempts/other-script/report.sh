#!/bin/sh
echo "3 rows, the last one: Trondheim 214000"
