//! The members of a tar archive in batches: small ones are unpacked into one
//! piece of memory, a large one ends the batch and is handed over as a reader.
//! Nothing is read as a notification here.

use std::io::{self, Read};
use std::ops::Range;

use tar::EntryType;

use super::{Member, SMALL, plan};
use crate::archive::{Fault, Meter, Namer};
use crate::config::ArchiveLimits;
use crate::read::{Reason, Refusal};

/// How many bytes, and how many members, one batch may hold.
const FULL: (usize, usize) = (8 << 20, 2048);
/// How many bytes may stand between two members: their headers, long names, padding.
const BETWEEN: u64 = 1 << 20;
/// The unit of tar archives, in bytes.
const BLOCK: u64 = 512;
/// What may follow the end of a tar archive, in bytes: padding to a unit of tape.
const TRAILER: u64 = 64 << 20;

/// Members that were unpacked together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The bytes of all of them.
    pub(super) bytes: Vec<u8>,
    /// Each with the place of its bytes, or why it is refused.
    pub(super) items: Vec<(Member, Result<Range<usize>, Refusal>)>,
}

impl Batch {
    /// Forgets the members and keeps the room.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.items.clear();
    }

    fn is_full(&self) -> bool {
        self.bytes.len() >= FULL.0 || self.items.len() >= FULL.1
    }
}

/// How a batch ended.
pub(super) enum Step<'e, R: Read> {
    /// It is full.
    More,
    /// A large member follows.
    Large(Member, Box<tar::Entry<'e, R>>),
    /// The archive ended, broken by the error if there is one.
    End(Option<io::Error>),
}

/// A tar archive that is being read.
pub(super) struct Gathering<'e, 'm, R: Read> {
    entries: tar::Entries<'e, R>,
    meter: &'m Meter,
    limits: ArchiveLimits,
    namer: Namer,
    members: u64,
    /// Where the next header stands, in bytes from the beginning.
    next: u64,
}

impl<'e, 'm, R: Read + 'e> Gathering<'e, 'm, R> {
    /// Begins with the first entry.
    pub(super) fn new(
        entries: tar::Entries<'e, R>,
        meter: &'m Meter,
        limits: ArchiveLimits,
    ) -> Self {
        Self {
            entries,
            meter,
            limits,
            namer: Namer::default(),
            members: 0,
            next: 0,
        }
    }

    /// Fills a batch.
    pub(super) fn fill(&mut self, batch: &mut Batch) -> Step<'e, R> {
        while !batch.is_full() {
            // What is left of the last member is passed by on the way.
            self.meter.allow(
                self.next
                    .saturating_sub(self.meter.unpacked())
                    .saturating_add(BETWEEN),
            );
            let entry = match self.entries.next() {
                Some(Ok(entry)) => entry,
                Some(Err(error)) => return Step::End(Some(self.told(error))),
                // A whole archive ends with zero bytes; one cut between two members does not.
                None if self.meter.zeros() < BLOCK => {
                    return Step::End(Some(Fault::Truncated.into()));
                }
                None => return Step::End(None),
            };
            self.members += 1;
            if self.members > self.limits.members {
                return Step::End(Some(Fault::TooMany(self.limits.members).into()));
            }
            let stored = entry
                .header()
                .entry_size()
                .unwrap_or(u64::MAX)
                .max(stored_size(&entry));
            self.next = entry
                .raw_file_position()
                .saturating_add(stored)
                .saturating_add(BLOCK);
            self.meter.allow(stored.saturating_add(BETWEEN));
            if let Some(step) = self.add(entry, batch) {
                return step;
            }
        }
        Step::More
    }

    /// Adds a member to the batch; gives the step that it makes necessary.
    fn add(&mut self, entry: tar::Entry<'e, R>, batch: &mut Batch) -> Option<Step<'e, R>> {
        let raw = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if is_no_file(kind, &raw) {
            return None;
        }
        let too_large = entry.size() > self.limits.member_bytes;
        let refusal = match kind {
            EntryType::Symlink | EntryType::Link => Some(Refusal::skipped(Reason::Link)),
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                too_large.then(|| Fault::MemberTooLarge(self.limits.member_bytes).into())
            }
            _ => Some(Refusal::skipped(Reason::NotRegular)),
        };
        let (path, refusal) = plan(&mut self.namer, &raw, || refusal)?;
        // How much the member takes in a compressed stream is not known: what was
        // read so far and its size are the most.
        let packed = self.meter.packed().saturating_add(stored_size(&entry));
        let member = Member {
            path,
            allowed: packed.saturating_mul(self.limits.ratio),
        };
        match refusal {
            Some(refusal) => batch.items.push((member, Err(refusal))),
            None if entry.size() > SMALL => return Some(Step::Large(member, Box::new(entry))),
            None => return self.unpack(member, entry, batch),
        }
        None
    }

    /// Unpacks a small member into the batch.
    fn unpack(
        &self,
        member: Member,
        mut entry: tar::Entry<'e, R>,
        batch: &mut Batch,
    ) -> Option<Step<'e, R>> {
        let start = batch.bytes.len();
        let declared = entry.size();
        let outcome = entry
            .read_to_end(&mut batch.bytes)
            .map_err(|error| self.told(error));
        let read = (batch.bytes.len() - start) as u64;
        let outcome = outcome.and_then(|_| {
            if read == declared {
                Ok(())
            } else {
                Err(Fault::Truncated.into())
            }
        });
        match outcome {
            Ok(()) => batch.items.push((member, Ok(start..batch.bytes.len()))),
            Err(error) => {
                batch.items.push((member, Err(Refusal::from(&error))));
                return Some(Step::End(Some(error)));
            }
        }
        None
    }

    /// An error of the archive's structure: where the stream ended, it was cut off.
    fn told(&self, error: io::Error) -> io::Error {
        let own = error
            .get_ref()
            .is_some_and(|inner| inner.downcast_ref::<Fault>().is_some());
        match Fault::of(&error) {
            Some(_) if !own && self.meter.has_ended() => Fault::Truncated.into(),
            Some(fault) => fault.into(),
            None => error,
        }
    }
}

/// The bytes that a member takes in the archive; one with holes takes fewer than its size.
fn stored_size<R: Read>(entry: &tar::Entry<'_, R>) -> u64 {
    if entry.header().entry_type() == EntryType::GNUSparse {
        0
    } else {
        entry.size()
    }
}

/// Whether an entry is a folder or tells of the archive itself. Archives from
/// before there were kinds mark a folder by a slash.
fn is_no_file(kind: EntryType, name: &str) -> bool {
    matches!(kind, EntryType::Directory | EntryType::XGlobalHeader)
        || matches!(kind.as_byte(), b'V' | b'D')
        || (kind == EntryType::Regular && name.ends_with('/'))
}

/// Reads what follows the last member, so that a checksum at the end is seen.
pub(super) fn drain(mut stream: impl Read, meter: &Meter) -> io::Result<()> {
    meter.allow(TRAILER);
    io::copy(&mut stream, &mut io::sink()).map(drop)
}
