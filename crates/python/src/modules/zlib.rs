//! `_zlib`: deflate and its inverse; containers and checksums are Python on top of it.
//!
//! What is compressed is valid and close in size to zlib's, not equal to it byte for byte.

use crate::heap::*;
use crate::vm::*;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// The most that one call gives, bytes.
const MOST: usize = 64 << 20;

/// What was packed, and how many bytes of the input it took; None for what is no deflate stream, or too large a one.
fn inflate(data: &[u8]) -> Option<(Vec<u8>, usize, bool)> {
    let mut state = Box::<DecompressorOxide>::default();
    let mut out = vec![0; data.len().saturating_mul(4).clamp(1024, MOST)];
    let (mut read, mut written) = (0, 0);
    loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, taken, made) = decompress(&mut state, data.get(read..)?, &mut out, written, flags);
        read += taken;
        written += made;
        match status {
            TINFLStatus::Done => {
                out.truncate(written);
                return Some((out, read, true));
            }
            TINFLStatus::HasMoreOutput if out.len() < MOST => {
                let next = out.len().saturating_mul(2).min(MOST);
                out.resize(next, 0);
            }
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                out.truncate(written);
                return Some((out, read, false));
            }
            _ => return None,
        }
    }
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_zlib");
    vm.functions(
        d,
        "_zlib",
        &[
            ("deflate", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 0))?;
                let level = u8::try_from(vm.opt_int(a, 1, 6)?).unwrap_or(6).min(10);
                Ok(vm.new_bytes(compress_to_vec(&data, level)))
            }),
            // (bytes, how many of the input they took, whether the stream ended), or None for an invalid stream.
            ("inflate", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 0))?;
                Ok(match inflate(&data) {
                    None => Value::None,
                    Some((out, read, ended)) => {
                        let out = vm.new_bytes(out);
                        let read = Value::Int(i64::try_from(read).unwrap_or(0));
                        vm.new_tuple(vec![out, read, Value::Bool(ended)])
                    }
                })
            }),
            ("adler32", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 0))?;
                let start = vm.opt_int(a, 1, 1)? as u32;
                let (mut low, mut high) = (start & 0xffff, start >> 16);
                for b in data.iter() {
                    low = (low + u32::from(*b)) % 65_521;
                    high = (high + low) % 65_521;
                }
                Ok(Value::Int(i64::from(high << 16 | low)))
            }),
        ],
    );
}
