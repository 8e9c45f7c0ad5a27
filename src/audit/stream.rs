//! One long NDJSON source, block by block: the blocks of a batch are taken in in
//! parallel while the next batch is read; memory holds two batches and the rows
//! that came of them.

use std::borrow::Cow;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::audit::entries::Entries;
use crate::audit::taken::{Means, Outcome, Taken, refused};
use crate::intake::Opened;
use crate::read::{Format, Reason, Refusal};

/// Blocks in a batch, for each thread.
const BATCH: usize = 8;

impl Means<'_> {
    /// A long NDJSON source, block by block; the blocks of a batch in parallel,
    /// the next batch read meanwhile.
    pub(super) fn stream(self, mut opened: Opened, head: Vec<u8>) -> std::io::Result<Taken> {
        let batch_size = rayon::current_num_threads() * BATCH;
        let mut hasher = blake3::Hasher::new();
        let mut carried = head;
        let mark = if carried.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        hasher.update(&carried[..mark]);
        carried.drain(..mark);
        let mut stream = Stream {
            means: self,
            line: 1,
            number: 0,
            bytes: mark as u64,
            encoding: "utf-8",
            entries: Entries::new(self, Format::Ndjson),
        };
        let mut failed = None;
        // The buffers of a batch that is done serve for the one after the next.
        let mut spare = Vec::new();
        let (mut batch, rest) = next_batch(&mut opened, carried, batch_size, &mut spare)?;
        carried = rest;
        while !batch.is_empty() {
            // What is read may be a member of an archive, which stays on its thread.
            let next = rayon::in_place_scope(|scope| {
                scope.spawn(|_| stream.take(&batch, &mut hasher));
                next_batch(&mut opened, carried, batch_size, &mut spare)
            });
            spare.append(&mut batch);
            match next {
                Ok((next, rest)) => (batch, carried) = (next, rest),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            if self.watch.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(stream.finish(&hasher, failed))
    }
}

/// Where a block begins: its first line and byte, and the number of records before it.
struct Start {
    line: u32,
    number: u32,
    byte: u64,
}

/// A long NDJSON source in progress.
struct Stream<'m> {
    means: Means<'m>,
    line: u32,
    number: u32,
    bytes: u64,
    /// That of the first block that is not UTF-8, if there is one.
    encoding: &'static str,
    entries: Entries<'m>,
}

impl Stream<'_> {
    /// Takes in a batch of blocks.
    fn take(&mut self, batch: &[Vec<u8>], hasher: &mut blake3::Hasher) {
        let starts = self.starts(batch);
        let means = self.means;
        let (entries, ()) = rayon::join(
            || -> Vec<(Vec<Outcome>, &'static str)> {
                batch
                    .par_iter()
                    .zip(starts)
                    .with_max_len(1)
                    .map(|(block, start)| entries_of(means, block, start))
                    .collect()
            },
            || {
                for block in batch {
                    hasher.update(block);
                }
            },
        );
        for (outcomes, encoding) in entries {
            if self.encoding == "utf-8" {
                self.encoding = encoding;
            }
            self.entries.add(outcomes);
        }
    }

    /// Where each block begins.
    fn starts(&mut self, batch: &[Vec<u8>]) -> Vec<Start> {
        let counts: Vec<(u32, u32)> = batch.par_iter().map(|block| count_lines(block)).collect();
        counts
            .into_iter()
            .zip(batch)
            .map(|((lines, records), block)| {
                let start = Start {
                    line: self.line,
                    number: self.number,
                    byte: self.bytes,
                };
                self.line += lines;
                self.number += records;
                self.bytes += block.len() as u64;
                start
            })
            .collect()
    }

    fn finish(self, hasher: &blake3::Hasher, failed: Option<std::io::Error>) -> Taken {
        let mut taken = self.entries.finish();
        taken.input.bytes = self.bytes;
        taken.input.digest = Some(hasher.finalize());
        taken.input.encoding = self.encoding;
        if let Some(error) = failed {
            let refusal = if error.kind() == std::io::ErrorKind::InvalidData {
                Refusal::unreadable(Reason::TooLarge(
                    Format::Ndjson.about().most_bytes as u64 >> 20,
                ))
            } else {
                Refusal::from(&error)
            };
            let mut broken = refused(self.means.source, refusal).input;
            broken.name = format!("{}#{}", self.means.source.name, self.number + 1).into();
            taken.fail(broken);
        }
        taken
    }
}

/// The next blocks of a source, and what was read beyond the last.
fn next_batch(
    opened: &mut Opened,
    carried: Vec<u8>,
    size: usize,
    spare: &mut Vec<Vec<u8>>,
) -> std::io::Result<(Vec<Vec<u8>>, Vec<u8>)> {
    let mut batch = Vec::with_capacity(size);
    let mut carried = carried;
    while batch.len() < size {
        let Some((block, rest)) =
            opened.block(carried, Format::Ndjson.about().most_bytes, spare)?
        else {
            return Ok((batch, Vec::new()));
        };
        batch.push(block);
        carried = rest;
    }
    Ok((batch, carried))
}

/// Lines and non-blank lines of a block.
fn count_lines(block: &[u8]) -> (u32, u32) {
    let (mut lines, mut records, mut start) = (0, 0, 0);
    for end in
        memchr::memchr_iter(b'\n', block).chain((!block.ends_with(b"\n")).then_some(block.len()))
    {
        lines += 1;
        records += u32::from(!block[start..end].trim_ascii().is_empty());
        start = end + 1;
    }
    (lines, records)
}

/// The entries of one block, and its encoding.
fn entries_of(means: Means, block: &[u8], first: Start) -> (Vec<Outcome>, &'static str) {
    let decoded = means.decoded(block);
    let mut outcomes = Vec::with_capacity(block.len() / 2048);
    let mut number = first.number;
    let text = decoded.text.as_ref();
    // Only lines that are in the file as they are here can be found there.
    let is_as_in_file = matches!(decoded.text, Cow::Borrowed(_)) && text.len() == block.len();
    let mut start = 0;
    for (offset, end) in memchr::memchr_iter(b'\n', text.as_bytes())
        .chain([text.len()])
        .enumerate()
    {
        let (text, byte) = (&text[start..end], first.byte + start as u64);
        start = end + 1;
        if text.trim_ascii().is_empty() {
            continue;
        }
        number += 1;
        let line = first.line + offset as u32;
        let outcome = means.entry(text, Format::Ndjson, line, number);
        outcomes.extend(outcome.map(|outcome| {
            if is_as_in_file {
                outcome.at(byte)
            } else {
                outcome
            }
        }));
    }
    (outcomes, decoded.encoding)
}
