//! Something to upload.

/// So many bytes, no two blocks of which are alike.
pub fn bytes(size: usize) -> Vec<u8> {
    let block: Vec<u8> =
        (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 21) as u8).collect();
    let mut bytes = block.repeat(size.div_ceil(block.len()));
    for (number, block) in bytes.chunks_mut(block.len()).enumerate() {
        block[..8].copy_from_slice(&number.to_le_bytes());
        block[2048..2056].copy_from_slice(&number.to_be_bytes());
    }
    bytes.truncate(size);
    bytes
}
