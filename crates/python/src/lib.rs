//! A Python interpreter that suspends at every call into its host.
