#!/bin/sh
echo "the gate is open"
exec sleep 100000
