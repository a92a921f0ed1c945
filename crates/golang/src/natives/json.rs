//! `encoding/json`: values to text and back (pkg.go.dev/encoding/json).

use super::Native;

pub const TABLE: &[(&str, Native)] = &[];
