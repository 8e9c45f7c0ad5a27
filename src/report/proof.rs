//! The proof of a verdict on the deadline, in plain words: the evidence, the time that
//! passed, the deadline under each reading, and what would decide. It never says more
//! than is known. The discovery takes the place of awareness, and a disputed reading is
//! named as one.

use std::fmt::Write as _;

use crate::config::{Language, Words};
use crate::deadline::{Reading, ReadingOutcome, TWO_DAYS, Verdict, deciders, readings};
use crate::finding::{enumerated, numbered_in};
use crate::form::Key;
use crate::moment::{LocalTime, Moment, Passed, Precision};
use crate::notification::{Channel, Filing, State};
use crate::read::Shape;
use crate::report::Report;
use crate::report::counted::HOURS;
use crate::report::messages::field_place;
use crate::row::{Row, Span, TextCell};

/// The proofs of all notifications of a run.
pub(crate) fn proofs(report: &Report) -> String {
    let mut out = String::new();
    for row in &report.rows {
        Proof {
            report,
            row,
            language: report.language(),
        }
        .write(&mut out);
    }
    out
}

/// One notification's proof being written.
struct Proof<'p> {
    report: &'p Report<'p>,
    row: &'p Row,
    language: Language,
}

/// Texts about the moment from which the time limit runs: the discovery, or awareness.
const DECLARED: [Words; 2] = [
    Words::new("Uppgiven upptäckt", "Declared discovery"),
    Words::new("Uppgiven vetskap", "Declared awareness"),
];
const NOT_YET: [Words; 2] = [
    Words::new(
        "gällde inte vid upptäckten",
        "did not apply at the discovery",
    ),
    Words::new("gällde inte vid vetskapen", "did not apply at awareness"),
];
const TIME_OF: [Words; 2] = [
    Words::new("tidpunkten för upptäckten", "the time of discovery"),
    Words::new("tidpunkten för vetskapen", "the time of awareness"),
];
const COUNTED: [Words; 2] = [
    Words::new(
        "Räknat från den tid ni själva angav som upptäckt.",
        "Counted from the time that you yourselves gave as the discovery.",
    ),
    Words::new(
        "Räknat från den tid ni själva angav som vetskap.",
        "Counted from the time that you yourselves gave as awareness.",
    ),
];

impl Proof<'_> {
    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        Words::new(sv, en).get(self.language)
    }

    fn write(&self, out: &mut String) {
        let source = &self.report.audit.scope.sources[self.row.source as usize];
        let _ = writeln!(out, "{source} #{}", self.row.record);
        if !self.row.filing.is_notification() {
            self.later(out);
            return;
        }
        self.limit(out);
        self.evidence(out);
        self.elapsed(out);
        self.readings(out);
        let verdict = self.row.verdict.words().get(self.language);
        let _ = writeln!(
            out,
            "  {}: {verdict}",
            self.say("Bedömning enligt klockan", "Verdict by the clock")
        );
        self.excuses(out);
        self.inferred(out);
        self.what_would_decide(out);
        out.push('\n');
    }

    /// A later filing has no deadline of its own. The reader must know what it is to
    /// judge it.
    fn later(&self, out: &mut String) {
        let what = match self.row.filing {
            kind if kind.is_withdrawal() => self.say("återkallelse", "withdrawal").to_owned(),
            Filing::Register => self.say("aldrig anmäld", "never notified").to_owned(),
            Filing::Undeterminable => self
                .say(
                    "slag av handling går inte att avgöra",
                    "kind of filing cannot be determined",
                )
                .to_owned(),
            _ => format!(
                "{} {}",
                self.say("komplettering", "supplement"),
                self.supplemented()
            ),
        };
        let _ = writeln!(
            out,
            "  {what}; {}\n",
            self.say("tidsfristen bedöms inte", "the deadline is not judged")
        );
    }

    /// The notification that it supplements. The case number is masked as in its row.
    fn supplemented(&self) -> String {
        let told = match self.row.supplements() {
            TextCell::Text(case) => return format!("{} {case}", self.say("till", "to")),
            TextCell::Word(word) => word.state(),
        };
        let which = match told {
            Some(_) => self.say(
                "till vilken anmälan framgår inte",
                "to which notification is not told",
            ),
            None => self.say(
                "till en anmälan vars nummer är maskerat",
                "to a notification whose number is masked",
            ),
        };
        format!("({which})")
    }

    /// The limit, and the policy with its status and what to know of it. So no proposal
    /// passes for law, even if no time is known.
    fn limit(&self, out: &mut String) {
        let policy = self.report.policy();
        let own = match self.report.config.deadline_hours {
            Some(_) => self.say(
                " (satt med --deadline-hours)",
                " (set with --deadline-hours)",
            ),
            None => "",
        };
        let _ = writeln!(
            out,
            "  {}: {}{own}; {}: {}",
            self.say("Gräns", "Limit"),
            HOURS.told(self.report.limit_hours as usize, self.language),
            policy.name.get(self.language),
            policy.status.words().get(self.language),
        );
        let about = self.say("Om regelverket", "About the policy");
        let _ = writeln!(
            out,
            "  {about}: {}",
            numbered_in(self.row.edition, policy.note, self.language)
        );
        if self
            .row
            .start()
            .moment()
            .is_some_and(|discovered| policy.excludes(discovered))
        {
            let _ = writeln!(out, "  {about}: {}", self.by_start(NOT_YET));
        }
    }

    /// The one of two texts that fits the moment from which the time limit runs.
    fn by_start(&self, [discovery, awareness]: [Words; 2]) -> &'static str {
        let is_aware = self.row.edition.start() == Key::IncidentAwareDate;
        let words = if is_aware { awareness } else { discovery };
        words.get(self.language)
    }

    /// The place of an answer: its question, and the line of a copy, the page of a PDF
    /// or the field. A mapping reads columns of its own, so for these it is the line.
    fn at(&self, field: (Key, u16), line: u32) -> String {
        let format = self.row.format;
        let about = format.about();
        let unit = self.say(about.unit.sv, about.unit.en);
        let ours = self.report.config.mapping.is_none();
        let place = match field_place(format, field).filter(|_| ours) {
            Some(column) if about.shape == Shape::Row => format!("{unit} {line}, {column}"),
            Some(pointer) => pointer,
            None => format!("{unit} {line}"),
        };
        format!(
            "{} {}, {place}",
            self.say("fråga", "question"),
            self.row.edition.number(field.0)
        )
    }

    /// Questions, places and moments that the verdict rests on.
    fn evidence(&self, out: &mut String) {
        let row = self.row;
        let _ = writeln!(
            out,
            "  {} ({}): {}",
            self.by_start(DECLARED),
            self.at((row.edition.start(), 0), row.discovered_line),
            self.span(row.start())
        );
        let from = match row.received_source.as_str() {
            "document" => self.say("enligt handlingen", "by the document"),
            "receipts" => self.say("enligt filen med mottagningstider", "by the receipts file"),
            "register" => self.say("enligt registret", "by the register"),
            "mail" => self.say("enligt IMY:s kvittens", "by the authority's confirmation"),
            _ => self.say("framgår inte", "not told"),
        };
        let _ = writeln!(
            out,
            "  {} ({from}): {}",
            self.say("Anmälan kom in", "Received"),
            self.span(&row.received)
        );
    }

    /// A moment with how it was written.
    fn span(&self, span: &Span) -> String {
        span.moment().map_or_else(
            || self.say("okänd", "not known").to_owned(),
            |at| self.moment(at),
        )
    }

    fn moment(&self, moment: &Moment) -> String {
        let note = match (moment.precision, moment.local) {
            (_, LocalTime::Nonexistent) => self.say(
                "finns inte vid omställningen till sommartid",
                "does not exist at the change to summer time",
            ),
            (_, LocalTime::Ambiguous) => self.say(
                "finns två gånger vid omställningen till normaltid",
                "exists twice at the change to winter time",
            ),
            (Precision::Day, _) => self.say(
                "datum; klockslaget är inte känt",
                "a date; the time of day is not known",
            ),
            (Precision::Month, _) => self.say("månad utan dag", "a month without a day"),
            (Precision::Span, _) => self.say("dagen är inte känd", "the day is not known"),
            (Precision::Minute, LocalTime::Plain) => return moment.earliest.to_string(),
        };
        format!("{} – {} ({note})", moment.earliest, moment.latest)
    }

    fn elapsed(&self, out: &mut String) {
        let Some((from, to)) = self.row.elapsed else {
            return;
        };
        let passed =
            Passed::between(i64::from(from), i64::from(to)).against(self.report.limit_hours);
        let passed = passed.range(self.language);
        let _ = writeln!(
            out,
            "  {}: {passed}",
            self.say("Tid från upptäckten", "Time passed")
        );
    }

    /// The deadline and the verdict under each reading.
    fn readings(&self, out: &mut String) {
        let (discovered, received) = (self.row.start().moment(), self.row.received.moment());
        let Some(deadline) = self.row.deadline(self.report.limit_hours) else {
            return;
        };
        let clock = ReadingOutcome {
            deadline,
            verdict: self.row.verdict,
        };
        let all = readings(discovered, received, self.report.limit_hours);
        let arguable = self.report.policy().roll_over_arguable;
        let clock = (Words::new("klockan", "the clock"), Some(clock));
        for (name, outcome) in std::iter::once(clock).chain(all.named(arguable)) {
            let ends = outcome.map_or_else(|| self.too_short(), |outcome| self.ends(outcome));
            let _ = writeln!(
                out,
                "  {}, {}: {ends}",
                self.say("Fristen löper ut", "The time runs out"),
                name.get(self.language),
            );
        }
        if self.row.verdict == Verdict::Late && all.reading != Reading::LateAllReadings {
            let reading = all.reading.words().get(self.language);
            let names = enumerated(&all.saving(arguable), self.language);
            let _ = writeln!(
                out,
                "  {}: {reading}: {names}",
                self.say("Andra tolkningar", "Other readings")
            );
        }
    }

    /// When the time runs out under a reading, and the verdict.
    fn ends(&self, outcome: ReadingOutcome) -> String {
        let ReadingOutcome {
            deadline: (first, last),
            verdict,
        } = outcome;
        let verdict = verdict.words().get(self.language);
        if first == last {
            format!("{first}: {verdict}")
        } else {
            format!("{first} – {last}: {verdict}")
        }
    }

    /// The remark on the two working days, if the limit is too short for them.
    fn too_short(&self) -> String {
        let (under, hours) = (
            self.say(
                "tillämpas inte på frister under",
                "does not apply to limits under",
            ),
            self.say("timmar", "hours"),
        );
        format!("{under} {TWO_DAYS} {hours}")
    }

    fn inferred(&self, out: &mut String) {
        let words = match self.row.inferred {
            Some(Verdict::Late) => self.say(
                "för sent enligt anmälans egna datum, om det som de avser inte bara var planerat",
                "late, by the notification's own dates, unless what they tell of was only planned",
            ),
            Some(Verdict::OnTime) => self.say(
                "i tid, eftersom anmälan kom in inom gränsen räknat redan från händelsen",
                "on time, since it was received within the limit counted from the event itself",
            ),
            _ => return,
        };
        let _ = writeln!(
            out,
            "  {}: {words}",
            self.say("Härlett, ingen bedömning", "Inferred, no verdict")
        );
        if let Some(evidence) = self.row.inferred_from() {
            let _ = writeln!(
                out,
                "  {} ({}): {}",
                self.say("Härlett ur", "Inferred from"),
                self.at(evidence.field, evidence.line),
                self.moment(&evidence.moment)
            );
        }
    }

    /// For a late one: whether reasons are given, and whether it came by post.
    fn excuses(&self, out: &mut String) {
        if self.row.verdict != Verdict::Late {
            return;
        }
        let (given, blank) = (
            Words::new("angivna", "given"),
            Words::new("inte angivna", "not given"),
        );
        let given = self.row.delay_reason.words(given, blank).get(self.language);
        let _ = writeln!(
            out,
            "  {} ({}): {given}",
            self.say("Skäl för förseningen", "Reasons for the delay"),
            self.at((Key::IncidentDelayReason, 0), self.row.delay_reason_line),
        );
        if self.row.channel == State::Given(Channel::Post) {
            let note = self.say(
                "Kom med post: tid för postgången kan räknas av",
                "Sent by post: postal allowance possible",
            );
            let _ = writeln!(out, "  {note}");
        }
    }

    fn what_would_decide(&self, out: &mut String) {
        let words = match self.row.verdict {
            Verdict::NoReceipt => self
                .say(
                    "när anmälan kom in (--receipts)",
                    "the time of receipt (--receipts)",
                )
                .to_owned(),
            Verdict::NoDiscovery => self.by_start(TIME_OF).to_owned(),
            Verdict::InvalidOrder => self
                .say(
                    "vilken av tidpunkterna som är fel",
                    "which of the times is wrong",
                )
                .to_owned(),
            Verdict::Indeterminate => self.deciders(),
            Verdict::OnTime | Verdict::Late => {
                let _ = writeln!(out, "  {}", self.by_start(COUNTED));
                return;
            }
        };
        let _ = writeln!(
            out,
            "  {}: {words}",
            self.say("Detta skulle avgöra saken", "What would decide")
        );
    }

    fn deciders(&self) -> String {
        match (self.row.start().moment(), self.row.received.moment()) {
            (Some(discovered), Some(received)) => {
                enumerated(&deciders(discovered, received), self.language)
            }
            _ => String::new(),
        }
    }
}
