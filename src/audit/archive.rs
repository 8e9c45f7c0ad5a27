//! Archives taken in: each member as if it were a file. An archive is no input,
//! its members are; one that is broken is an input too, unreadable. Members of a
//! zip archive are unpacked by all threads, those of a stream in batches, the
//! next one unpacked while the workers read the last. What is large is read as
//! it is unpacked.

use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::archive::{
    Entry, Fault, HARMLESS, Kind, Meter, Metered, Named, Namer, Zip, gunzip, kind as kind_of,
    without_gz,
};
use crate::audit::taken::{Around, Means, Taken, kept_apart, refused};
use crate::config::ArchiveLimits;
use crate::discover::{Source, SourceKind, is_own_run, member_name};
use crate::intake::{Opened, Shared};
use crate::read::{Reason, Refusal, foreign, workbook};

mod batch;

use batch::{Batch, Gathering, Step};

/// Members up to this many bytes are unpacked whole, larger ones as they are read.
const SMALL: u64 = 1 << 20;
/// The largest zip archive within an archive, in bytes: it must be held in memory.
const MOST_NESTED: usize = 512 << 20;
/// The file by which a report folder is known.
const RUN: &str = "run.json";
/// How deep archives may stand in each other.
const DEEPEST: u8 = 2;

/// Takes in the archive that `opened` begins.
///
/// # Errors
/// What the system says.
pub(super) fn take(
    means: Means,
    kind: Kind,
    opened: Opened,
    head: &[u8],
) -> io::Result<Vec<Taken>> {
    let limits = means.settings.archives;
    let over = Fault::ArchiveTooLarge(limits.archive_bytes);
    let archive = Archive {
        means,
        limits,
        over,
        around: Around {
            archives: 1,
            carriers: 0,
        },
    };
    let mut taken = if kind == Kind::Zip {
        archive.zip(Shared::file(&means.source.path)?)
    } else {
        archive.stream(kind, opened.again(head.to_vec()))
    };
    // The archive itself is told of only where it is an input: broken or empty.
    if let Some(own) = taken
        .iter_mut()
        .find(|taken| taken.input.name == means.source.name)
    {
        let mut buffer = Vec::new();
        let opened = Opened::file(&means.source.path, &mut buffer)?;
        if let Some(refusal) = own.input.refusal.take() {
            *own = means.unread(opened, &buffer, *refusal)?;
        }
    }
    Ok(taken)
}

/// Takes in an archive that is attached to a mail.
pub(super) fn attached(means: Means, kind: Kind, bytes: &[u8], around: Around) -> Vec<Taken> {
    if around.archives >= DEEPEST {
        return vec![refused(means.source, Fault::TooDeep.into())];
    }
    let limits = means.settings.archives;
    let archive = Archive {
        means,
        limits,
        over: Fault::ArchiveTooLarge(limits.archive_bytes),
        around: Around {
            archives: around.archives + 1,
            ..around
        },
    };
    match kind {
        Kind::Zip => archive.zip(Shared::bytes(bytes)),
        kind => archive.stream(kind, Box::new(bytes)),
    }
}

/// An archive that is being taken in.
#[derive(Clone, Copy)]
struct Archive<'m> {
    means: Means<'m>,
    limits: ArchiveLimits,
    /// What it means that the archive is too large.
    over: Fault,
    /// The archives that it stands in, itself among them, and the mails.
    around: Around,
}

/// What one member gave.
struct Found {
    /// Its path within the archive.
    path: String,
    taken: Vec<Taken>,
    nature: Nature,
}

/// What a member is to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// Nothing.
    Usual,
    /// The run.json of a report folder of ours, which is passed over.
    OwnRun,
}

/// A member that is to be read, with how much it may unpack to if it is an archive.
#[derive(Debug, Clone)]
struct Member {
    path: String,
    allowed: u64,
}

impl Archive<'_> {
    /// A zip archive: its members in parallel.
    fn zip(&self, shared: Shared) -> Vec<Taken> {
        let zip = match Zip::open(shared, &self.limits) {
            Ok(zip) => zip,
            Err(error) => {
                let refusal = foreign::damaged(&error, &self.means.source.name);
                return vec![refused(self.means.source, refusal)];
            }
        };
        if zip.is_office() && workbook::is_workbook(&zip) {
            return self.means.workbook(zip.reader());
        }
        if zip.is_office() {
            let paper = foreign::of_zip(&zip, self.means.hints());
            return vec![self.means.paper(paper)];
        }
        let plan = self.plan(&zip);
        let found = plan
            .into_par_iter()
            .with_min_len(8)
            .map_init(
                || (zip.reader(), Vec::new()),
                |(reader, buffer), (member, outcome)| match outcome {
                    Ok(entry) => self.found(member, |member, source| {
                        let mut unpacked = entry.open(reader)?;
                        if entry.size() > SMALL {
                            return self.large(member, source, Box::new(unpacked));
                        }
                        buffer.clear();
                        unpacked.read_to_end(buffer)?;
                        Ok(self.small(member, source, buffer))
                    }),
                    Err(refusal) => self.refuse(member, refusal),
                },
            )
            .collect();
        self.finish(found, None)
    }

    /// The members of a zip archive that are to be accounted for, each to be
    /// unpacked or refused, by what the archive declares.
    fn plan<'z>(&self, zip: &'z Zip) -> Vec<(Member, Result<&'z Entry, Refusal>)> {
        let limit = self.limits.archive_bytes;
        let (mut namer, mut total) = (Namer::default(), 0_u64);
        let files = zip.entries.iter().filter(|entry| !entry.is_folder());
        files
            .filter_map(|entry| {
                let refusal = || {
                    if entry.is_link() {
                        return Some(Refusal::skipped(Reason::Link));
                    }
                    total = total.saturating_add(entry.size());
                    let over = (total > limit).then_some(self.over);
                    entry.fault(&self.limits).or(over).map(Refusal::from)
                };
                let (path, refusal) = plan(&mut namer, &entry.name, refusal)?;
                let allowed = entry.packed().saturating_mul(self.limits.ratio);
                Some((Member { path, allowed }, refusal.map_or(Ok(entry), Err)))
            })
            .collect()
    }

    /// An archive that is read from its beginning to its end.
    fn stream(&self, kind: Kind, stream: Box<dyn Read + '_>) -> Vec<Taken> {
        let meter = Meter::new(self.limits, self.over);
        if kind == Kind::Tar {
            return self.tar(Box::new(Metered::new(stream, &meter)), &meter);
        }
        let mut head = Vec::new();
        let mut unpacked = gunzip(stream, &meter);
        if let Err(error) = unpacked.by_ref().take(512).read_to_end(&mut head) {
            return vec![refused(self.means.source, Refusal::from(&error))];
        }
        let is_tar = kind_of(&head) == Some(Kind::Tar);
        let unpacked = Box::new(io::Cursor::new(head).chain(unpacked));
        if is_tar {
            self.tar(unpacked, &meter)
        } else {
            self.single(unpacked)
        }
    }

    /// A compressed file: its one member.
    fn single(&self, stream: Box<dyn Read + '_>) -> Vec<Taken> {
        let path = without_gz(&self.means.source.name);
        let limit = self.limits.member_bytes;
        let member = Member {
            path,
            allowed: self.limits.archive_bytes,
        };
        let limited = Box::new(Limited {
            inner: stream,
            left: limit,
            limit,
        });
        self.found(member, |member, source| self.large(member, source, limited))
            .taken
    }

    /// A tar archive, batch by batch.
    fn tar(&self, stream: Box<dyn Read + '_>, meter: &Meter) -> Vec<Taken> {
        let mut tar = tar::Archive::new(stream);
        let mut found = Vec::new();
        let mut broken = match tar.entries() {
            Ok(entries) => self.batches(Gathering::new(entries, meter, self.limits), &mut found),
            Err(error) => Some(error),
        };
        if broken.is_none() {
            broken = batch::drain(tar.into_inner(), meter).err();
        }
        self.finish(found, broken)
    }

    /// Takes in batch after batch; gives what broke the archive.
    fn batches<'e, R: Read + 'e>(
        &self,
        mut gathering: Gathering<'e, '_, R>,
        found: &mut Vec<Found>,
    ) -> Option<io::Error> {
        let (mut current, mut next) = (Batch::default(), Batch::default());
        while !self.means.watch.stop.load(Ordering::Relaxed) {
            let mut outcomes = Vec::new();
            let step = rayon::in_place_scope(|scope| {
                scope.spawn(|_| outcomes = self.batch(&current));
                gathering.fill(&mut next)
            });
            found.append(&mut outcomes);
            std::mem::swap(&mut current, &mut next);
            next.clear();
            match step {
                Step::More => {}
                Step::Large(member, entry) => {
                    found.append(&mut self.batch(&current));
                    current.clear();
                    let large =
                        |member: &Member, source: &Source| self.large(member, source, entry);
                    found.push(self.found(member, large));
                }
                Step::End(broken) => {
                    found.append(&mut self.batch(&current));
                    return broken;
                }
            }
        }
        None
    }

    /// The members of one batch, in parallel.
    fn batch(&self, batch: &Batch) -> Vec<Found> {
        let items = batch.items.par_iter().with_min_len(4);
        items
            .map(|(member, content)| match content {
                Ok(range) => self.found(member.clone(), |member, source| {
                    Ok(self.small(member, source, &batch.bytes[range.clone()]))
                }),
                Err(refusal) => self.refuse(member.clone(), refusal.clone()),
            })
            .collect()
    }

    /// A member whose bytes are all there.
    fn small(&self, member: &Member, source: &Source, bytes: &[u8]) -> (Vec<Taken>, Nature) {
        let taken = match kind_of(bytes) {
            None => self.means.of(source).parts(bytes, self.around),
            Some(_) if self.around.archives >= DEEPEST => {
                vec![refused(source, Fault::TooDeep.into())]
            }
            Some(Kind::Zip) => self.within(member, source).zip(Shared::bytes(bytes)),
            Some(kind) => self.within(member, source).stream(kind, Box::new(bytes)),
        };
        let is_run = member.path == RUN
            || member
                .path
                .strip_suffix(RUN)
                .is_some_and(|path| path.ends_with('/'));
        (
            taken,
            if is_run && is_own_run(bytes) {
                Nature::OwnRun
            } else {
                Nature::Usual
            },
        )
    }

    /// A member that is read as it is unpacked.
    fn large(
        &self,
        member: &Member,
        source: &Source,
        stream: Box<dyn Read + '_>,
    ) -> io::Result<(Vec<Taken>, Nature)> {
        let means = self.means.of(source);
        let mut buffer = Vec::new();
        let mut opened = Opened::new(stream, &mut buffer)?;
        if opened.is_complete() {
            return Ok(self.small(member, source, &buffer));
        }
        let taken = match kind_of(&buffer) {
            None => means.opened(opened, &mut buffer, self.around)?,
            Some(_) if self.around.archives >= DEEPEST => {
                vec![means.unread(opened, &buffer, Fault::TooDeep.into())?]
            }
            Some(Kind::Zip) => {
                if opened.rest(&mut buffer, MOST_NESTED)? {
                    self.within(member, source).zip(Shared::bytes(&buffer))
                } else {
                    let refusal = Refusal::from(Fault::MemberTooLarge(MOST_NESTED as u64));
                    vec![means.unread(opened, &buffer, refusal)?]
                }
            }
            Some(kind) => self
                .within(member, source)
                .stream(kind, opened.again(buffer)),
        };
        Ok((taken, Nature::Usual))
    }

    /// A member that is an archive. What it unpacks to counts against its size
    /// in this one, so that ratios do not multiply.
    fn within<'s>(&'s self, member: &Member, source: &'s Source) -> Archive<'s> {
        let allowed = member.allowed.max(HARMLESS);
        let over = if allowed < self.limits.archive_bytes {
            Fault::Ratio(self.limits.ratio)
        } else {
            self.over
        };
        let limits = ArchiveLimits {
            archive_bytes: allowed.min(self.limits.archive_bytes),
            ..self.limits
        };
        Archive {
            means: self.means.of(source),
            limits,
            over,
            around: Around {
                archives: self.around.archives + 1,
                ..self.around
            },
        }
    }

    /// A member as a source, by its path within the archive.
    fn source(&self, path: &str) -> Source {
        Source {
            path: Path::new(path).into(),
            archive: Some(self.means.source.file()),
            name: member_name(&self.means.source.name, path).into(),
            kind: SourceKind::File,
            trouble: None,
        }
    }

    fn refuse(&self, member: Member, refusal: Refusal) -> Found {
        let taken = vec![refused(&self.source(&member.path), refusal)];
        Found {
            path: member.path,
            taken,
            nature: Nature::Usual,
        }
    }

    /// A member that is tried: its failure is its own.
    fn found(
        &self,
        member: Member,
        attempt: impl FnOnce(&Member, &Source) -> io::Result<(Vec<Taken>, Nature)>,
    ) -> Found {
        if self.means.watch.stop.load(Ordering::Relaxed) {
            return Found {
                path: member.path,
                taken: Vec::new(),
                nature: Nature::Usual,
            };
        }
        let source = self.source(&member.path);
        let (taken, nature) = kept_apart(|| attempt(&member, &source))
            .unwrap_or_else(|refusal| (vec![refused(&source, refusal)], Nature::Usual));
        Found {
            path: member.path,
            taken,
            nature,
        }
    }

    /// What the archive gives in all: without our own report folders, with
    /// itself as an input if it is broken or holds nothing.
    fn finish(&self, found: Vec<Found>, broken: Option<io::Error>) -> Vec<Taken> {
        let own: Vec<String> = found
            .iter()
            .filter(|found| found.nature == Nature::OwnRun)
            .filter_map(|found| found.path.strip_suffix(RUN).map(str::to_owned))
            .collect();
        let mut taken: Vec<Taken> = found
            .into_iter()
            .filter(|found| !own.iter().any(|folder| found.path.starts_with(folder)))
            .flat_map(|found| found.taken)
            .collect();
        if let Some(error) = broken {
            taken.push(refused(self.means.source, Refusal::from(&error)));
        } else if taken.is_empty() && !self.means.watch.stop.load(Ordering::Relaxed) {
            taken.push(refused(self.means.source, Fault::Empty.into()));
        }
        taken
    }
}

/// The path of a member, and why it is refused if so; `None` for one that is
/// hidden. Why else than by its name is asked only where the name is good.
fn plan(
    namer: &mut Namer,
    name: &str,
    refusal: impl FnOnce() -> Option<Refusal>,
) -> Option<(String, Option<Refusal>)> {
    match Named::of(name) {
        Named::Within(path) => Some((namer.unique(path), refusal())),
        Named::Escaping(name) => Some((namer.unique(name), Some(Fault::EscapingName.into()))),
        Named::Hidden => None,
    }
}

/// A compressed file of one member: it may not be larger than a member.
struct Limited<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(Fault::MemberTooLarge(self.limit))?;
        Ok(read)
    }
}
