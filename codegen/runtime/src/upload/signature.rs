//! The rsync signature of a file, in the format of librsync.
//!
//! A head of three big-endian numbers of 32 bits, then for each block its rolling checksum and its
//! BLAKE2b digest. `rdiff -H blake2 -R rollsum -b 2048 -S 32 signature` writes the same bytes.

use std::fmt;
use std::io;
use std::sync::Arc;

use blake2b_simd::Params;
use blake2b_simd::many::{HashManyJob, hash_many};

use super::source::Content;

/// librsync's mark of a signature with BLAKE2 and the classic rolling checksum.
const MAGIC: u32 = 0x7273_0137;

/// The bytes of a block, as the head states it.
const BLOCK_LENGTH: u32 = 2048;

/// The bytes of a block.
pub(super) const BLOCK: usize = BLOCK_LENGTH as usize;

/// The bytes of a digest.
const STRONG_LENGTH: u32 = 32;

/// What librsync adds to each byte, so that zeros count.
const CHARACTER_OFFSET: u32 = 31;

/// How many blocks are digested side by side.
const ABREAST: usize = 16;

/// The bytes that the rolling checksum takes at once.
const RUN: usize = 32;

/// The rsync signature of a file: what VRChat wants to be uploaded beside it.
///
/// It is librsync's, with blocks of 2048 bytes, the classic rolling checksum and BLAKE2b of 32 bytes:
/// `rdiff -H blake2 -R rollsum -b 2048 -S 32 signature` writes the same. Its size is
/// `12 + 36 * ceil(n / 2048)` bytes. A large one is kept in a temporary file, which is gone with the
/// last clone. To send it, pass it to `put_part`.
#[derive(Clone)]
pub struct Signature {
    pub(super) content: Arc<Content>,
    pub(super) md5: String,
}

impl Signature {
    /// Its md5 digest in base64.
    pub fn md5(&self) -> &str {
        &self.md5
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.content.size()
    }

    /// All of it. This reads a file where the signature is large, which may block.
    ///
    /// # Errors
    ///
    /// Fails where the temporary file cannot be read.
    pub fn to_vec(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.size()).map_err(io::Error::other)?];
        match self.content.read_at(0, &mut bytes)? {
            read if read == bytes.len() => Ok(bytes),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("md5", &self.md5).field("size", &self.size()).finish()
    }
}

/// The head of every signature.
pub(super) fn head() -> [u8; 12] {
    let mut head = [0; 12];
    let numbers = [MAGIC, BLOCK_LENGTH, STRONG_LENGTH];
    for (place, number) in head.chunks_exact_mut(4).zip(numbers) {
        place.copy_from_slice(&number.to_be_bytes());
    }
    head
}

/// Appends the entries of these bytes. Only the last block of a file may be short, so all but the
/// last call of a file have whole blocks.
pub(super) fn entries(bytes: &[u8], out: &mut Vec<u8>) {
    let mut params = Params::new();
    params.hash_length(STRONG_LENGTH as usize);
    for group in bytes.chunks(BLOCK * ABREAST) {
        let blocks = group.chunks(BLOCK);
        let mut jobs: Vec<_> =
            blocks.clone().map(|block| HashManyJob::new(&params, block)).collect();
        hash_many(&mut jobs);
        for (block, job) in blocks.zip(&jobs) {
            out.extend_from_slice(&rollsum(block).to_be_bytes());
            out.extend_from_slice(job.to_hash().as_bytes());
        }
    }
}

/// The rolling checksum: the sum of all bytes below, and above it the sum of those sums after each
/// byte, each byte counted with the offset and both in 16 bits.
///
/// The second sum counts the first byte as often as there are bytes, and the last one once. So both
/// are had from sums over runs of bytes, which the compiler turns into wide instructions.
fn rollsum(block: &[u8]) -> u32 {
    let (mut sum, mut weighted, mut left) = (0_u32, 0_u32, block.len() as u32);
    let mut add = |run: &[u8]| {
        let length = run.len() as u32;
        let (mut all, mut by_place) = (0_u32, 0_u32);
        for (byte, weight) in run.iter().zip((1..=length).rev()) {
            all += u32::from(*byte);
            by_place += u32::from(*byte) * weight;
        }
        left -= length;
        sum = sum.wrapping_add(all);
        weighted = weighted.wrapping_add(by_place).wrapping_add(all.wrapping_mul(left));
    };
    let runs = block.chunks_exact(RUN);
    let rest = runs.remainder();
    runs.for_each(&mut add);
    add(rest);
    let length = block.len() as u32;
    sum = sum.wrapping_add(length.wrapping_mul(CHARACTER_OFFSET));
    let times = length.wrapping_mul(length.wrapping_add(1)) / 2;
    weighted = weighted.wrapping_add(times.wrapping_mul(CHARACTER_OFFSET));
    (weighted << 16) | (sum & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As librsync states it: byte by byte.
    fn by_definition(block: &[u8]) -> u32 {
        let (mut low, mut high) = (0_u16, 0_u16);
        for byte in block {
            low = low.wrapping_add(u16::from(*byte) + 31);
            high = high.wrapping_add(low);
        }
        u32::from(high) << 16 | u32::from(low)
    }

    #[test]
    fn the_rolling_checksum_is_the_one_of_librsync() {
        let bytes: Vec<u8> =
            (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for length in (0..=70).chain([127, 128, 129, 2047, 2048]) {
            for start in [0, 1, 1000] {
                let block = &bytes[start..start + length];
                assert_eq!(rollsum(block), by_definition(block), "{length} from {start}");
            }
        }
        let most = vec![255; BLOCK];
        assert_eq!(rollsum(&most), by_definition(&most));
    }

    #[test]
    fn a_known_text_has_the_known_signature() {
        let mut signature = head().to_vec();
        entries(b"hello world", &mut signature);
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "72730137000008000000002021fe05b1256c83b297114d201b30179f3f0ef0cace9783622da5974326b436178aeef610"
        );
    }
}
