//! What is known of each slice of what is uploaded: a cheap checksum, to tell whether what is sent is
//! what was digested, and the md5 that is its entity tag if it is a part.

use std::sync::Arc;

use md5::{Digest as _, Md5};

/// What is known of all slices, of equal size but for the last one.
#[derive(Clone, Debug)]
pub(crate) struct Slices {
    length: u64,
    sums: Arc<[u32]>,
    /// None of a single slice, which is digested as a whole.
    md5s: Arc<[[u8; 16]]>,
}

/// A sum over bytes.
pub(crate) trait Sum: Default {
    /// What comes of it.
    type Of;

    /// Takes more bytes.
    fn update(&mut self, bytes: &[u8]);

    /// Ends it.
    fn finish(self) -> Self::Of;
}

impl Sum for crc32fast::Hasher {
    type Of = u32;

    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self) -> u32 {
        self.finalize()
    }
}

impl Sum for Md5 {
    type Of = [u8; 16];

    fn update(&mut self, bytes: &[u8]) {
        md5::Digest::update(self, bytes);
    }

    fn finish(self) -> [u8; 16] {
        self.finalize().into()
    }
}

/// Takes bytes in order and sums them up, slice by slice.
#[derive(Clone, Debug)]
pub(crate) struct Summing<S> {
    length: u64,
    /// What is missing of the slice.
    left: u64,
    sum: S,
}

impl<S: Sum> Summing<S> {
    /// Begins at the start of a slice.
    pub(crate) fn new(length: u64) -> Self {
        let length = length.max(1);
        Self { length, left: length, sum: S::default() }
    }

    /// Takes more bytes, and hands over the sum of each slice that they complete.
    pub(crate) fn update(&mut self, mut bytes: &[u8], mut whole: impl FnMut(S::Of)) {
        while !bytes.is_empty() {
            let length = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
            let (now, later) = bytes.split_at(length);
            self.sum.update(now);
            self.left -= now.len() as u64;
            bytes = later;
            if self.left == 0 {
                whole(self.take());
            }
        }
    }

    /// The sum of a last slice that is shorter, where there is one.
    pub(crate) fn rest(&mut self) -> Option<S::Of> {
        (self.left < self.length).then(|| self.take())
    }

    fn take(&mut self) -> S::Of {
        self.left = self.length;
        std::mem::take(&mut self.sum).finish()
    }
}

impl Slices {
    pub(crate) fn new(length: u64, sums: Vec<u32>, md5s: Vec<[u8; 16]>) -> Self {
        Self { length: length.max(1), sums: sums.into(), md5s: md5s.into() }
    }

    /// The bytes of each slice but the last.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The checksum of the slice of this number, from 0.
    pub(crate) fn sum(&self, number: usize) -> Option<u32> {
        self.sums.get(number).copied()
    }

    /// The md5 of the slice of this number, from 0, where it was made.
    pub(crate) fn md5(&self, number: usize) -> Option<[u8; 16]> {
        self.md5s.get(number).copied()
    }
}

#[cfg(test)]
mod tests {
    use crc32fast::Hasher;

    use super::*;

    #[test]
    fn slices_do_not_depend_on_how_the_bytes_come() {
        let bytes: Vec<u8> = (0..=99).collect();
        let sums = |pieces: usize| {
            let (mut summing, mut sums) = (Summing::<Hasher>::new(30), Vec::new());
            bytes.chunks(pieces).for_each(|piece| summing.update(piece, |sum| sums.push(sum)));
            sums.extend(summing.rest());
            sums
        };
        let expected: Vec<u32> = bytes.chunks(30).map(crc32fast::hash).collect();
        for pieces in [1, 7, 30, 31, 60, 100] {
            assert_eq!(sums(pieces), expected, "{pieces}");
        }
    }

    #[test]
    fn whole_slices_leave_no_rest() {
        let mut summing = Summing::<Md5>::new(4);
        let mut sums = Vec::new();
        summing.update(b"12345678", |sum| sums.push(sum));
        assert_eq!((sums.len(), summing.rest()), (2, None));
        assert_eq!(Summing::<Md5>::new(4).rest(), None);
    }
}
