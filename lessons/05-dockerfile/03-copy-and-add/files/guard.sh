#!/bin/sh
echo "The museum is closed."
