#!/usr/bin/env bash
# Counts the rows of the census.
rows=("Oslo 709000" "Bergen 291000" "Trondheim 214000")
echo "${#rows[@]} rows, the last one: ${rows[-1]}"
