//! Looking at many bytes at once.

/// How many bytes are looked at at once.
pub(crate) const BLOCK: usize = 64;

/// Which bytes of a block are wanted: bit `n` is set if byte `n` is. It is written
/// without branches and apart from its caller, so that many bytes are examined in one
/// step. `is_wanted` should have no branches either.
#[inline(never)]
pub(crate) fn marks(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    // Moves the lowest bit of each of eight bytes into one byte, in order.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let marks = block.map(|byte| u8::from(is_wanted(byte)));
    marks
        .as_chunks::<8>()
        .0
        .iter()
        .rev()
        .fold(0, |marks, eight| {
            marks << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56
        })
}

/// How many bytes are wanted. Like that of [`marks`], `is_wanted` should have no
/// branches.
pub(crate) fn count(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> usize {
    /// Fewer than a byte can count, so that sums of bytes hold.
    const PART: usize = 240;
    let of_part = |part: &[u8]| {
        part.iter()
            .fold(0_u8, |sum, byte| sum + u8::from(is_wanted(*byte)))
    };
    bytes
        .chunks(PART)
        .map(|part| usize::from(of_part(part)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_are_wanted_are_counted() {
        for length in [0, 1, 239, 240, 241, 1000] {
            let bytes = vec![b'7'; length];
            assert_eq!(count(&bytes, |byte| byte == b'7'), length);
            assert_eq!(count(&bytes, |byte| byte == b'8'), 0);
        }
    }

    #[test]
    fn each_byte_has_its_bit() {
        for at in 0..BLOCK {
            let mut block = [b'a'; BLOCK];
            block[at] = b'\n';
            assert_eq!(marks(&block, |byte| byte == b'\n'), 1 << at);
            assert_eq!(marks(&block, |byte| byte != b'\n'), !(1 << at));
        }
    }
}
