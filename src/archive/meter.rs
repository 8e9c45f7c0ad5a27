//! A reader that counts what comes out of an archive and stops at a limit. So no archive can
//! fill the memory or keep the run busy for ever.

use std::cell::Cell;
use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use super::{Fault, HARMLESS};
use crate::config::ArchiveLimits;

/// How many compressed bytes are read at once.
const BUFFER: usize = 128 * 1024;

/// What went into and came out of one archive that is read in sequence.
#[derive(Debug)]
pub(crate) struct Meter {
    limits: ArchiveLimits,
    /// The fault to report if the archive is too large.
    over: Fault,
    /// Bytes read of the archive as it is stored, or `None` if it is not compressed.
    packed: Cell<Option<u64>>,
    /// Bytes that came out.
    unpacked: Cell<u64>,
    /// Bytes that may come out before the structure of the archive is examined next.
    allowance: Cell<u64>,
    /// How many zero bytes came last, without another byte between.
    zeros: Cell<u64>,
    /// Whether the end of the stream was reached.
    ended: Cell<bool>,
}

impl Meter {
    /// A meter that keeps to `limits`. The fault of an archive that is too large is `over`.
    pub(crate) fn new(limits: ArchiveLimits, over: Fault) -> Self {
        Self {
            limits,
            over,
            packed: Cell::new(None),
            unpacked: Cell::new(0),
            allowance: Cell::new(u64::MAX),
            zeros: Cell::new(0),
            ended: Cell::new(false),
        }
    }

    /// Lets only the next `bytes` through. Names and other matter between the members must
    /// be short.
    pub(crate) fn allow(&self, bytes: u64) {
        self.allowance.set(bytes);
    }

    /// Bytes that came out so far.
    pub(crate) fn unpacked(&self) -> u64 {
        self.unpacked.get()
    }

    /// How many bytes of the file were read for this.
    pub(crate) fn packed(&self) -> u64 {
        self.packed.get().unwrap_or(self.unpacked.get())
    }

    /// How many zero bytes came last, without another byte between.
    pub(crate) fn zeros(&self) -> u64 {
        self.zeros.get()
    }

    /// Whether the stream has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// Counts bytes that came out.
    fn count(&self, bytes: &[u8]) -> Result<(), Fault> {
        let read = bytes.len() as u64;
        let total = self.unpacked.get().saturating_add(read);
        self.unpacked.set(total);
        self.ended.set(read == 0);
        let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count() as u64;
        self.zeros.set(if zeros == read {
            self.zeros.get() + zeros
        } else {
            zeros
        });
        let Some(left) = self.allowance.get().checked_sub(read) else {
            return Err(Fault::Damaged);
        };
        self.allowance.set(left);
        if total > self.limits.archive_bytes {
            return Err(self.over);
        }
        let packed = self.packed.get().unwrap_or(total);
        if total > HARMLESS && total > packed.saturating_mul(self.limits.ratio) {
            return Err(Fault::Ratio(self.limits.ratio));
        }
        Ok(())
    }
}

/// A reader that counts its bytes with a meter and turns its errors into faults.
#[derive(Debug)]
pub(crate) struct Metered<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<'m, R: Read> Metered<'m, R> {
    /// Puts `inner` under a meter.
    pub(crate) fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self
            .inner
            .read(into)
            .map_err(|error| match Fault::of(&error) {
                Some(fault) => fault.into(),
                None => error,
            })?;
        self.meter.count(&into[..read])?;
        Ok(read)
    }
}

/// What a compressed stream holds; `meter` counts it.
pub(crate) fn gunzip<'m, R: Read + 'm>(stream: R, meter: &'m Meter) -> impl Read + 'm {
    meter.packed.set(Some(0));
    let packed = BufReader::with_capacity(
        BUFFER,
        Packed {
            inner: stream,
            meter,
        },
    );
    Metered::new(MultiGzDecoder::new(packed), meter)
}

/// Counts the bytes that go in.
struct Packed<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<R: Read> Read for Packed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter
            .packed
            .set(self.meter.packed.get().map(|packed| packed + read as u64));
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(packed: &[u8], limits: ArchiveLimits) -> Result<Vec<u8>, Fault> {
        let meter = Meter::new(limits, Fault::ArchiveTooLarge(limits.archive_bytes));
        let mut out = Vec::new();
        let outcome = gunzip(packed, &meter).read_to_end(&mut out);
        outcome.map_err(|error| Fault::of(&error).expect("a fault"))?;
        assert_eq!(meter.unpacked(), out.len() as u64);
        Ok(out)
    }

    #[test]
    fn what_is_whole_comes_out() {
        let text = b"text utan slut ".repeat(100);
        assert_eq!(
            unpack(&gzip(&text), ArchiveLimits::default()),
            Ok(text.clone())
        );
        let twice = [gzip(&text), gzip(&text)].concat();
        assert_eq!(unpack(&twice, ArchiveLimits::default()), Ok(text.repeat(2)));
    }

    #[test]
    fn limits_and_damage_stop_it() {
        let packed = gzip(&vec![0; 8 << 20]);
        let limits = ArchiveLimits {
            ratio: 100,
            ..ArchiveLimits::default()
        };
        assert_eq!(unpack(&packed, limits), Err(Fault::Ratio(100)));
        let limits = ArchiveLimits {
            archive_bytes: 1000,
            ..ArchiveLimits::default()
        };
        assert_eq!(unpack(&packed, limits), Err(Fault::ArchiveTooLarge(1000)));
        let mut packed = gzip(b"text");
        assert_eq!(
            unpack(&packed[..packed.len() - 3], ArchiveLimits::default()),
            Err(Fault::Truncated)
        );
        let end = packed.len() - 6;
        packed[end] ^= 1;
        assert_eq!(
            unpack(&packed, ArchiveLimits::default()),
            Err(Fault::Damaged)
        );
    }

    #[test]
    fn matter_between_members_is_bounded() {
        let meter = Meter::new(ArchiveLimits::default(), Fault::ArchiveTooLarge(0));
        meter.allow(10);
        let mut metered = Metered::new(&[1_u8; 100][..], &meter);
        let error = metered.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(Fault::of(&error), Some(Fault::Damaged));
    }
}
