//! A cheap checksum for each slice of what is uploaded, to tell whether what is sent is what was
//! digested.

use std::sync::Arc;

use crc32fast::Hasher;

/// The checksums of all slices, of equal size but for the last one.
#[derive(Clone, Debug)]
pub(crate) struct Slices {
    length: u64,
    sums: Arc<[u32]>,
}

/// Takes bytes in order and sums them up, slice by slice.
#[derive(Clone, Debug)]
pub(crate) struct Summing {
    length: u64,
    /// What is missing of the slice.
    left: u64,
    hasher: Hasher,
}

impl Summing {
    /// Begins at the start of a slice.
    pub(crate) fn new(length: u64) -> Self {
        let length = length.max(1);
        Self { length, left: length, hasher: Hasher::new() }
    }

    /// Takes more bytes, and hands over the checksum of each slice that they complete.
    pub(crate) fn update(&mut self, mut bytes: &[u8], mut whole: impl FnMut(u32)) {
        while !bytes.is_empty() {
            let length = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
            let (now, later) = bytes.split_at(length);
            self.hasher.update(now);
            self.left -= now.len() as u64;
            bytes = later;
            if self.left == 0 {
                whole(self.take());
            }
        }
    }

    /// The checksum of a last slice that is shorter, where there is one.
    pub(crate) fn rest(&mut self) -> Option<u32> {
        (self.left < self.length).then(|| self.take())
    }

    fn take(&mut self) -> u32 {
        self.left = self.length;
        std::mem::take(&mut self.hasher).finalize()
    }
}

impl Slices {
    pub(crate) fn new(length: u64, sums: Vec<u32>) -> Self {
        Self { length: length.max(1), sums: sums.into() }
    }

    /// The bytes of each slice but the last.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The checksum of the slice of this number, from 0.
    pub(crate) fn sum(&self, number: usize) -> Option<u32> {
        self.sums.get(number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_do_not_depend_on_how_the_bytes_come() {
        let bytes: Vec<u8> = (0..=99).collect();
        let sums = |pieces: usize| {
            let (mut summing, mut sums) = (Summing::new(30), Vec::new());
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
        let mut summing = Summing::new(4);
        let mut sums = Vec::new();
        summing.update(b"12345678", |sum| sums.push(sum));
        assert_eq!((sums.len(), summing.rest()), (2, None));
        assert_eq!(Summing::new(4).rest(), None);
    }
}
