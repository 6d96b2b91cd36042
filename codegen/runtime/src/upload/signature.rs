//! The rsync signature of a file, in the format of librsync.
//!
//! A head of three big-endian numbers of 32 bits, then for each block its rolling checksum and its
//! BLAKE2b digest. `rdiff -H blake2 -R rollsum -b 2048 -S 32 signature` writes the same bytes.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2b_simd::Params;
use blake2b_simd::many::{HashManyJob, hash_many};
use md5::{Digest as _, Md5};
use tempfile::{SpooledData, SpooledTempFile};

use super::source::Content;

/// librsync's mark of a signature with BLAKE2 and the classic rolling checksum.
const MAGIC: u32 = 0x7273_0137;

/// The bytes of a block, as the head states it.
const BLOCK_LENGTH: u32 = 2048;

/// The bytes of a block.
const BLOCK: usize = BLOCK_LENGTH as usize;

/// The bytes of a digest.
const STRONG_LENGTH: u32 = 32;

/// What librsync adds to each byte, so that zeros count.
const CHARACTER_OFFSET: u32 = 31;

/// How much is signed at once: whole blocks.
pub(super) const CHUNK: usize = 512 * BLOCK;

/// How many blocks are digested side by side.
const ABREAST: usize = 16;

/// The bytes that the rolling checksum takes at once.
const ROW: usize = 32;

/// How much of a signature is kept in memory, in bytes: that of a file of 57 MiB. More of it goes to
/// a temporary file.
const IN_MEMORY: usize = 1 << 20;

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
    /// Signs what is read, on this thread: it blocks. Of a file and its md5 together,
    /// [`digest`](crate::digest) makes one pass.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be read, or a temporary file cannot be written.
    pub fn of(mut source: impl Read) -> io::Result<Self> {
        let mut signing = Signing::new()?;
        let mut chunk = Vec::with_capacity(CHUNK);
        loop {
            chunk.clear();
            source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
            signing.update(&chunk)?;
            if chunk.len() < CHUNK {
                return signing.finish();
            }
        }
    }

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

/// A signature in the making, of chunks of whole blocks; only the last one may end with a short block.
pub(super) struct Signing {
    out: SpooledTempFile,
    md5: Md5,
    entries: Vec<u8>,
}

impl Signing {
    pub(super) fn new() -> io::Result<Self> {
        let out = SpooledTempFile::new(IN_MEMORY);
        let mut signing = Self { out, md5: Md5::new(), entries: head().to_vec() };
        signing.write()?;
        Ok(signing)
    }

    pub(super) fn update(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.entries.clear();
        entries(chunk, &mut self.entries);
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        self.md5.update(&self.entries);
        self.out.write_all(&self.entries)
    }

    pub(super) fn finish(self) -> io::Result<Signature> {
        let content = match self.out.into_inner() {
            SpooledData::InMemory(bytes) => Content::of(bytes.into_inner().into()),
            SpooledData::OnDisk(file) => Content::of_file(file)?,
        };
        let md5 = STANDARD.encode(self.md5.finalize());
        Ok(Signature { content: Arc::new(content), md5 })
    }
}

/// The head of every signature.
fn head() -> [u8; 12] {
    let mut head = [0; 12];
    let numbers = [MAGIC, BLOCK_LENGTH, STRONG_LENGTH];
    for (place, number) in head.chunks_exact_mut(4).zip(numbers) {
        place.copy_from_slice(&number.to_be_bytes());
    }
    head
}

/// Appends the entries of these bytes. Only the last block of a file may be short, so all but the
/// last call of a file have whole blocks.
fn entries(bytes: &[u8], out: &mut Vec<u8>) {
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

/// The rolling checksum: below, the sum of all bytes; above, the sum of those sums after each byte. Both
/// have 16 bits, and each byte counts with the offset.
///
/// Of whole rows both are had column by column, which the compiler turns into wide instructions: a byte
/// counts above once for itself and for each byte behind it, so once for each row from its own on and
/// column, less the columns in front of its own.
fn rollsum(block: &[u8]) -> u32 {
    let (mut columns, mut sums_of_columns) = ([0_u16; ROW], [0_u16; ROW]);
    let rows = block.chunks_exact(ROW);
    let rest = rows.remainder();
    for row in rows {
        for ((byte, sum), sums) in row.iter().zip(&mut columns).zip(&mut sums_of_columns) {
            *sum = sum.wrapping_add(u16::from(*byte));
            *sums = sums.wrapping_add(*sum);
        }
    }
    let (mut low, mut high) = (0_u16, 0_u16);
    for (column, (sum, sums)) in (0..).zip(columns.into_iter().zip(sums_of_columns)) {
        low = low.wrapping_add(sum);
        high =
            high.wrapping_add(sums.wrapping_mul(ROW as u16)).wrapping_sub(sum.wrapping_mul(column));
    }
    for byte in rest {
        low = low.wrapping_add(u16::from(*byte));
        high = high.wrapping_add(low);
    }
    let length = block.len() as u32;
    let times = length.wrapping_mul(length.wrapping_add(1)) / 2;
    let low = u32::from(low).wrapping_add(length.wrapping_mul(CHARACTER_OFFSET)) & 0xffff;
    let high = u32::from(high).wrapping_add(times.wrapping_mul(CHARACTER_OFFSET));
    (high << 16) | low
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
