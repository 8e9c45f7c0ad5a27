//! Looking at many bytes at once.

/// How many bytes are looked at at once.
pub const BLOCK: usize = 64;

/// Which bytes of a block are wanted: bit `n` is set if byte `n` is. Written
/// without branches and apart from its caller, so that many of them are looked
/// at in one step; `is_wanted` should have no branches either.
#[inline(never)]
pub fn marks(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    // Moves the lowest bit of each of eight bytes into one byte, in order.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let marks = block.map(|byte| u8::from(is_wanted(byte)));
    marks
        .as_chunks::<8>()
        .0
        .iter()
        .rev()
        .fold(0, |marks, eight| marks << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use super::*;

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
